package scalebook.cloning.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Workers that are up and serve nobody, yet; of the supervisor's thread. */
final class Spares {
  private final Function<String, Forked> fork;
  private final Function<Forked, CompletableFuture<Void>> retire;
  private final Crashes crashes;
  private final Deque<Forked> waiting = new ArrayDeque<>();
  private int serial;
  private int wanted;

  Spares(
      int wanted,
      Crashes crashes,
      Function<String, Forked> fork,
      Function<Forked, CompletableFuture<Void>> retire) {
    this.wanted = wanted;
    this.crashes = crashes;
    this.fork = fork;
    this.retire = retire;
  }

  CompletableFuture<Void> want(int count) {
    wanted = count;
    crashes.forget();
    return fill();
  }

  /** Completes when there are as many as are wanted, and all of them are warm. */
  CompletableFuture<Void> fill() {
    List<CompletableFuture<?>> changes = new ArrayList<>();
    while (waiting.size() > wanted) {
      changes.add(retire.apply(waiting.removeLast()));
    }
    while (waiting.size() < wanted) {
      Forked spare = fork.apply("spare-" + ++serial);
      spare.spare = true;
      waiting.add(spare);
      changes.add(spare.ready);
    }
    return CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new));
  }

  /** The first, if it is warm: one that is not ready yet is no faster than a new one. */
  Optional<Forked> take() {
    boolean warm = !waiting.isEmpty() && waiting.peek().readyMillis() >= 0;
    return warm ? Optional.of(waiting.poll()) : Optional.empty();
  }

  boolean remove(Forked dead) {
    return waiting.remove(dead);
  }

  /** When to fill up again after this one's death; empty: there will be one fewer from now on. */
  OptionalLong after(Forked dead) {
    OptionalLong delay = crashes.after(dead);
    if (delay.isEmpty()) {
      wanted = waiting.size();
    }
    return delay;
  }

  /** How many could take a place now. */
  int warm() {
    return (int) waiting.stream().filter(s -> s.readyMillis() >= 0 && s.process.alive()).count();
  }
}

package scalebook.replication.lease;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import scalebook.engines.process.Tasks;

/**
 * A lease that counts when most keepers agree: two majorities have a keeper in common, and that one
 * does not give two epochs away at a time.
 */
public final class Quorum implements AutoCloseable {
  /** What clocks may differ in while a lease lasts, and a thread may lose between two lines. */
  private static final double MARGIN = 0.05;

  private final Collection<Keeper> keepers;
  private final String who;
  private final ExecutorService asking = Executors.newCachedThreadPool(Tasks.daemons("quorum"));

  /**
   * What most keepers say.
   *
   * @param valid most of them have given it to this epoch, for some time from now
   * @param over most of them have given it to nobody just now
   */
  public record Seen(long epoch, String holder, boolean valid, boolean over) {}

  private interface Question<T> {
    T to(Keeper keeper) throws IOException;
  }

  public Quorum(Collection<Keeper> keepers, String who) {
    this.keepers = keepers;
    this.who = who;
  }

  private int majority() {
    return keepers.size() / 2 + 1;
  }

  /** Answers, until enough are of the wanted kind, or all have answered or failed. */
  private <T> List<T> ask(Question<T> question, Predicate<T> wanted) {
    ExecutorCompletionService<T> asked = new ExecutorCompletionService<>(asking);
    keepers.forEach(keeper -> asked.submit(() -> question.to(keeper)));
    List<T> answers = new ArrayList<>();
    for (int i = 0; i < keepers.size(); i++) {
      try {
        answers.add(asked.take().get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return answers;
      } catch (ExecutionException silent) {
        // A keeper that does not answer in time has granted nothing that counts.
      }
      if (answers.stream().filter(wanted).count() >= majority()) {
        return answers; // a keeper that hangs holds up nobody
      }
    }
    return answers;
  }

  private OptionalLong granted(Question<Boolean> question, long ttlMillis) {
    long start = System.nanoTime(); // ① the lease begins here before it begins at any keeper
    long yes = ask(question, granted -> granted).stream().filter(granted -> granted).count();
    return yes >= majority()
        ? OptionalLong.of(start + (long) (ttlMillis * 1_000_000 * (1 - MARGIN)))
        : OptionalLong.empty();
  }

  /** Until when it lasts, on {@link System#nanoTime}, if most keepers gave it. */
  public OptionalLong acquire(String lease, long epoch, long ttlMillis) {
    OptionalLong until = granted(k -> k.acquire(lease, epoch, who, ttlMillis), ttlMillis);
    if (until.isEmpty()) {
      release(lease, epoch); // or each of two keepers would in turn wait for the other
    }
    return until;
  }

  public OptionalLong renew(String lease, long epoch, long ttlMillis) {
    return granted(k -> k.renew(lease, epoch, who, ttlMillis), ttlMillis);
  }

  public void release(String lease, long epoch) {
    ask(
        keeper -> {
          keeper.release(lease, epoch, who);
          return true;
        },
        released -> false); // all of them are told
  }

  /** Empty when fewer than a majority answer. */
  public Optional<Seen> look(String lease) {
    List<Keeper.State> answers = ask(keeper -> keeper.look(lease), answer -> true);
    if (answers.size() < majority()) {
      return Optional.empty();
    }
    Keeper.State newest =
        answers.stream().max(Comparator.comparingLong(Keeper.State::epoch)).orElseThrow();
    long given =
        answers.stream().filter(a -> a.epoch() == newest.epoch() && a.leftMillis() > 0).count();
    long over = answers.stream().filter(a -> a.leftMillis() == 0).count();
    return Optional.of(
        new Seen(newest.epoch(), newest.holder(), given >= majority(), over >= majority()));
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}

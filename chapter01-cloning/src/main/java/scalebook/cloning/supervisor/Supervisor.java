package scalebook.cloning.supervisor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Keeps a number of workers alive.
 *
 * <p>Everything it knows belongs to one thread: exits, messages, timers and commands are tasks of
 * that thread, so no two of them ever meet half-way.
 */
public final class Supervisor implements AutoCloseable {
  private final Settings settings;
  private final BiConsumer<String, String> events;
  private final RandomGenerator random;
  private final OneThread thread = new OneThread("supervisor");
  private final List<Slot> slots = new ArrayList<>();
  private final Workers workers;
  private final Spares spares;

  /** What a slot looks like from outside. */
  public record Status(
      int slot, String worker, long pid, int port, String state, int crashes, int restarts) {}

  public Supervisor(
      Program program,
      Settings settings,
      Members members,
      BiConsumer<String, String> events,
      RandomGenerator random) {
    this.settings = settings;
    this.events = events;
    this.random = random;
    workers = new Workers(program, settings, members, events, thread, this::died);
    Crashes crashes = new Crashes(settings, random);
    spares = new Spares(settings.spares(), crashes, name -> workers.fork(name, 0), workers::retire);
  }

  /**
   * Forks workers up to this count, or stops the highest ones; completes when all of them serve.
   */
  public CompletableFuture<Void> scale(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one worker must be left");
    }
    return thread.change(() -> resize(count));
  }

  private CompletableFuture<Void> resize(int count) {
    List<CompletableFuture<?>> changes = new ArrayList<>();
    while (slots.size() > count) {
      Slot slot = slots.remove(slots.size() - 1);
      if (slot.worker != null) {
        changes.add(workers.retire(slot.worker));
      }
    }
    while (slots.size() < count) {
      Slot slot = new Slot(slots.size() + 1, new Crashes(settings, random));
      slots.add(slot);
      changes.add(fill(slot).ready);
    }
    changes.add(spares.fill());
    return CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new));
  }

  /** Keeps this number of warm spares from now on; completes when all of them are warm. */
  public CompletableFuture<Void> spares(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("the number of spares is at least 0");
    }
    return thread.change(() -> spares.want(count));
  }

  private Forked fill(Slot slot) {
    slot.generation++;
    String name = "worker-%d.%d".formatted(slot.number, slot.generation);
    return workers.place(slot, workers.fork(name, slot.number));
  }

  private void died(Forked worker, int status) {
    if (spares.remove(worker)) {
      events.accept(worker.name, "spare died with status " + status);
      spareDied(worker);
    } else {
      slots.stream().filter(s -> s.worker == worker).findFirst().ifPresent(s -> crashed(s, status));
    }
  }

  private void spareDied(Forked dead) {
    OptionalLong delay = spares.after(dead);
    if (delay.isEmpty()) {
      events.accept("supervisor", "gives up a spare: a crash loop");
    } else {
      unlessClosing(delay.getAsLong(), spares::fill);
    }
  }

  private void crashed(Slot slot, int status) {
    Forked dead = slot.worker;
    slot.worker = null;
    OptionalLong delay = slot.crashes.after(dead);
    events.accept(
        dead.name,
        "died with status %d, crash %d in a row".formatted(status, slot.crashes.inARow()));
    if (delay.isEmpty()) {
      slot.givenUp = true;
      events.accept("supervisor", "gives up slot %d: a crash loop".formatted(slot.number));
      return;
    }
    slot.restarts++;
    Optional<Forked> spare = spares.take();
    if (spare.isEmpty()) {
      unlessClosing(delay.getAsLong(), () -> refill(slot));
      return;
    }
    events.accept("supervisor", "%s takes slot %d".formatted(spare.get().name, slot.number));
    workers.place(slot, spare.get());
    spares.fill();
  }

  private void unlessClosing(long millis, Runnable task) {
    thread.later(
        millis,
        () -> {
          if (!workers.closing()) {
            task.run();
          }
        });
  }

  private void refill(Slot slot) {
    if (slots.contains(slot) && slot.worker == null) {
      fill(slot);
    }
  }

  /**
   * Replaces every worker by a new one: drain, stop, start, ready, route, then the next. A new one
   * that does not come up ends the restart and leaves the others alone.
   */
  public CompletableFuture<Void> rollingRestart() {
    return eachSlot(workers::retire);
  }

  /** The recipe that loses requests: no drain, the process is killed where it stands. */
  public CompletableFuture<Void> naiveRestart() {
    return eachSlot(
        worker -> {
          worker.stopping = true;
          worker.process.kill();
          return worker.ended;
        });
  }

  /** {@code leave}: how a worker leaves its slot. */
  private CompletableFuture<Void> eachSlot(Function<Forked, CompletableFuture<Void>> leave) {
    return thread.change(
        () -> {
          CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
          for (Slot slot : List.copyOf(slots)) {
            chain = chain.thenCompose(unused -> replace(slot, leave));
          }
          return chain;
        });
  }

  private CompletableFuture<Void> replace(
      Slot slot, Function<Forked, CompletableFuture<Void>> leave) {
    CompletableFuture<Void> nobody = CompletableFuture.completedFuture(null);
    return thread
        .call(() -> slot.worker == null ? nobody : leave.apply(slot.worker))
        .thenCompose(left -> left)
        .thenCompose(unused -> thread.call(() -> revive(slot).ready))
        .thenCompose(ready -> ready)
        .thenCompose(port -> thread.turn());
  }

  /** Who gave a new release deserves a new try, even in a slot that was given up. */
  private Forked revive(Slot slot) {
    slot.givenUp = false;
    slot.crashes.forget();
    return fill(slot);
  }

  /** SIGKILL for the worker in a slot. */
  public CompletableFuture<String> kill(int slot) {
    return onWorker(slot, Program.Running::kill, "killed");
  }

  /** SIGSTOP: it accepts connections and answers nothing. */
  public CompletableFuture<String> pause(int slot) {
    return onWorker(slot, Program.Running::pause, "paused");
  }

  public CompletableFuture<String> resume(int slot) {
    return onWorker(slot, Program.Running::resume, "resumed");
  }

  private CompletableFuture<String> onWorker(
      int number, Consumer<Program.Running> verb, String done) {
    return thread.call(
        () -> {
          Slot slot = number < 1 || number > slots.size() ? null : slots.get(number - 1);
          if (slot == null || slot.worker == null) {
            throw new IllegalArgumentException("slot " + number + " has no worker");
          }
          verb.accept(slot.worker.process);
          return slot.worker.name + " " + done;
        });
  }

  /** Spares that could take a place now. */
  public CompletableFuture<Integer> warmSpares() {
    return thread.call(spares::warm);
  }

  public CompletableFuture<List<Status>> status() {
    return thread.call(() -> slots.stream().map(Slot::status).toList());
  }

  /** Waits for a command's end, for callers that have nothing else to do. */
  public static <T> T await(CompletableFuture<T> command, long seconds) throws Exception {
    try {
      return command.copy().orTimeout(seconds, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Exception cause && !(cause instanceof TimeoutException)
          ? cause
          : new IllegalStateException("not done within " + seconds + " s", e);
    }
  }

  @Override
  public synchronized void close() {
    if (!thread.isClosed()) {
      thread.call(workers::endAll).join();
      thread.close();
    }
  }
}

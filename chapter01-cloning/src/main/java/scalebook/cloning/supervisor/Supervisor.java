package scalebook.cloning.supervisor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import scalebook.cloning.stage.worker.Program;
import scalebook.cloning.stage.worker.Worker;
import scalebook.engines.process.Child;

/**
 * Keeps so many workers alive.
 *
 * <p>Everything it knows belongs to one thread: exits, messages, timers and commands are tasks of
 * that thread, so no two of them ever meet half-way.
 */
public final class Supervisor implements AutoCloseable {
  private static final int LAST_WORDS = 3;
  private static final int WORKER_MEGABYTES = 96;

  private final Program program;
  private final Settings settings;
  private final Path logs;
  private final Members members;
  private final BiConsumer<String, String> events;
  private final RandomGenerator random;
  private final OneThread thread = new OneThread("supervisor");
  private final List<Slot> slots = new ArrayList<>();
  private final Spares spares;

  /** Every child that has not ended, those that were told to leave among them. */
  private final Set<Forked> living = new HashSet<>();

  private boolean closing;

  /** What a slot looks like from outside. */
  public record Status(
      int slot, String worker, long pid, int port, String state, int crashes, int restarts) {}

  public Supervisor(
      Program program,
      Settings settings,
      Path logs,
      Members members,
      BiConsumer<String, String> events,
      RandomGenerator random) {
    this.program = program;
    this.settings = settings;
    this.logs = logs;
    this.members = members;
    this.events = events;
    this.random = random;
    spares =
        new Spares(
            settings.spares(), new Crashes(settings, random), name -> fork(name, 0), this::retire);
  }

  /** Forks so many workers, or stops the highest ones; completes when all of them serve. */
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
        changes.add(retire(slot.worker));
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

  /** Keeps so many warm spares from now on; completes when all of them are warm. */
  public CompletableFuture<Void> spares(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("no fewer than no spares");
    }
    return thread.change(() -> spares.want(count));
  }

  private Forked fill(Slot slot) {
    slot.generation++;
    Forked worker = fork("worker-%d.%d".formatted(slot.number, slot.generation), slot.number);
    slot.worker = worker;
    worker.ready.thenAccept(port -> serve(slot, worker, port));
    return worker;
  }

  private Forked fork(String name, int slot) {
    if (closing) {
      throw thread.closed();
    }
    Forked worker = new Forked(name);
    List<String> arguments = new ArrayList<>(List.of(name, program.app().getName()));
    arguments.addAll(program.arguments().apply(slot));
    worker.child =
        Child.jvm(
            name,
            logs.resolve(name + ".log"),
            Child.small(WORKER_MEGABYTES),
            Worker.class,
            arguments,
            line -> thread.tell(() -> heard(worker, line)));
    living.add(worker);
    worker.child.exit().thenAccept(status -> thread.tell(() -> exited(worker, status)));
    thread.later(settings.startMillis(), () -> startLate(worker));
    return worker;
  }

  private void startLate(Forked worker) {
    if (!worker.ready.isDone()) {
      events.accept(worker.name, "is not ready in time: killed");
      worker.ready.completeExceptionally(
          new IllegalStateException(
              "%s was not ready within %d ms: is this machine very busy?"
                  .formatted(worker.name, settings.startMillis())));
      worker.child.kill();
    }
  }

  private void heard(Forked worker, String line) {
    if (line.startsWith("ready ")) {
      worker.ready(Integer.parseInt(line.substring("ready ".length())));
    } else if (line.startsWith("failed ")) {
      events.accept(worker.name, "cannot start: " + line.substring("failed ".length()));
      worker.child.kill();
    } else if (line.equals("stopped")) {
      worker.child.kill(); // it has answered everything
    }
  }

  /** Into the slot's place; a slot that has another worker by now does not want this one. */
  private void serve(Slot slot, Forked worker, int port) {
    if (slot.worker == worker && worker.child.alive() && !worker.stopping) {
      worker.member = new Members.Member(worker.name, slot.number, port);
      members.joined(worker.member);
      String how =
          worker.spare
              ? "a warm spare"
              : "%d ms after its fork".formatted(millisSince(worker.forkedAt));
      events.accept(worker.name, "serves on port %d, %s".formatted(port, how));
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  private void exited(Forked worker, int status) {
    living.remove(worker);
    worker.ended.complete(null);
    if (worker.member != null) {
      members.lost(worker.member);
    }
    if (closing) {
      return;
    }
    worker.ready.completeExceptionally(
        new IllegalStateException(worker.name + " ended: " + worker.child.logTail(LAST_WORDS)));
    if (worker.stopping) {
      events.accept(worker.name, "stopped");
      return;
    }
    if (spares.remove(worker)) {
      events.accept(worker.name, "spare died with status " + status);
      spareDied(worker);
      return;
    }
    slots.stream().filter(s -> s.worker == worker).findFirst().ifPresent(s -> crashed(s, status));
  }

  private void spareDied(Forked dead) {
    OptionalLong delay = spares.after(dead);
    if (delay.isEmpty()) {
      events.accept("supervisor", "gives up a spare: a crash loop");
    } else {
      thread.later(delay.getAsLong(), this::refillSpares);
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
    Optional<Forked> warm = spares.take();
    if (warm.isEmpty()) {
      thread.later(delay.getAsLong(), () -> refill(slot));
      return;
    }
    Forked spare = warm.get();
    slot.worker = spare;
    events.accept("supervisor", "%s takes slot %d".formatted(spare.name, slot.number));
    spare.ready.thenAccept(port -> serve(slot, spare, port));
    spares.fill();
  }

  private void refillSpares() {
    if (!closing) {
      spares.fill();
    }
  }

  private void refill(Slot slot) {
    if (!closing && slots.contains(slot) && slot.worker == null) {
      fill(slot);
    }
  }

  /** Drained, then stopped: nothing is lost. */
  private CompletableFuture<Void> retire(Forked worker) {
    worker.stopping = true;
    CompletableFuture<Void> quiet =
        worker.member == null
            ? CompletableFuture.completedFuture(null)
            : members.drain(worker.member).copy();
    worker.member = null; // it leaves by draining, not by being lost
    return quiet
        .orTimeout(settings.drainMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(late -> null)
        .thenCompose(
            unused -> {
              events.accept(worker.name, "drained: asked to stop");
              if (!worker.child.send("stop")) {
                worker.child.kill();
              }
              return worker
                  .ended
                  .copy()
                  .orTimeout(settings.drainMillis(), TimeUnit.MILLISECONDS)
                  .exceptionally(
                      late -> {
                        worker.child.kill();
                        return null;
                      });
            });
  }

  /**
   * Replaces every worker by a new one: drain, stop, start, ready, route, then the next. A new one
   * that does not come up ends the restart and leaves the others alone.
   */
  public CompletableFuture<Void> rollingRestart() {
    return eachSlot(slot -> retire(slot.worker));
  }

  /** The recipe that loses requests: no drain, the process is killed where it stands. */
  public CompletableFuture<Void> naiveRestart() {
    return eachSlot(
        slot -> {
          slot.worker.stopping = true;
          slot.worker.child.kill();
          return slot.worker.ended;
        });
  }

  /** How a worker leaves its slot. */
  private interface Leaving {
    CompletableFuture<Void> leave(Slot slot);
  }

  private CompletableFuture<Void> eachSlot(Leaving leaving) {
    return thread.change(
        () -> {
          CompletableFuture<Void> chain = CompletableFuture.completedFuture(null);
          for (Slot slot : List.copyOf(slots)) {
            chain = chain.thenCompose(unused -> replace(slot, leaving));
          }
          return chain;
        });
  }

  private CompletableFuture<Void> replace(Slot slot, Leaving leaving) {
    return thread
        .call(
            () ->
                slot.worker == null
                    ? CompletableFuture.<Void>completedFuture(null)
                    : leaving.leave(slot))
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
    return onWorker(slot, worker -> worker.child.kill(), "killed");
  }

  /** SIGSTOP: it accepts connections and answers nothing. */
  public CompletableFuture<String> pause(int slot) {
    return onWorker(slot, worker -> worker.child.pause(), "paused");
  }

  public CompletableFuture<String> resume(int slot) {
    return onWorker(slot, worker -> worker.child.resume(), "resumed");
  }

  private CompletableFuture<String> onWorker(
      int number, java.util.function.Consumer<Forked> verb, String done) {
    return thread.call(
        () -> {
          Forked worker =
              slots.stream()
                  .filter(slot -> slot.number == number && slot.worker != null)
                  .map(slot -> slot.worker)
                  .findFirst()
                  .orElseThrow(
                      () -> new IllegalArgumentException("slot " + number + " has no worker"));
          verb.accept(worker);
          return worker.name + " " + done;
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
      thread.call(this::endAll).join();
      thread.close();
    }
  }

  private Void endAll() {
    closing = true;
    living.forEach(worker -> worker.child.close());
    return null;
  }
}

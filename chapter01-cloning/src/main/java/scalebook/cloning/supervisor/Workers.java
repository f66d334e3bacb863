package scalebook.cloning.supervisor;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;

/** From a worker's fork until its end, whatever place it has; of the supervisor's thread. */
final class Workers {
  private static final int LAST_WORDS = 3;
  private static final long PING_MILLIS = 1_000;

  private final Program program;
  private final Settings settings;
  private final Members members;
  private final BiConsumer<String, String> events;
  private final OneThread thread;
  private final ObjIntConsumer<Forked> died;

  /** Every process that has not ended, those that were told to leave among them. */
  private final Set<Forked> living = new HashSet<>();

  private boolean closing;

  /** {@code died}: hears of those whom nobody told to. */
  Workers(
      Program program,
      Settings settings,
      Members members,
      BiConsumer<String, String> events,
      OneThread thread,
      ObjIntConsumer<Forked> died) {
    this.program = program;
    this.settings = settings;
    this.members = members;
    this.events = events;
    this.thread = thread;
    this.died = died;
  }

  Forked fork(String name, int slot) {
    if (closing) {
      throw thread.closed();
    }
    Forked worker = new Forked(name);
    worker.process = program.fork(name, slot, line -> thread.tell(() -> heard(worker, line)));
    living.add(worker);
    worker.process.exit().thenAccept(status -> thread.tell(() -> exited(worker, status)));
    thread.later(settings.startMillis(), () -> startLate(worker));
    return worker;
  }

  Forked place(Slot slot, Forked worker) {
    slot.worker = worker;
    worker.ready.thenAccept(port -> serve(slot, worker, port));
    return worker;
  }

  /** A slot that has another worker by now does not want this one. */
  private void serve(Slot slot, Forked worker, int port) {
    if (slot.worker == worker && worker.process.alive() && !worker.stopping) {
      worker.member = new Members.Member(worker.name, slot.number, port);
      members.joined(worker.member);
      String how = worker.spare ? "a warm spare" : worker.sinceForkMillis() + " ms after its fork";
      events.accept(worker.name, "serves on port %d, %s".formatted(port, how));
    }
  }

  private void startLate(Forked worker) {
    if (!worker.ready.isDone()) {
      events.accept(worker.name, "is not ready in time: killed");
      worker.ready.completeExceptionally(
          new IllegalStateException(
              "%s was not ready within %d ms: is this machine very busy?"
                  .formatted(worker.name, settings.startMillis())));
      worker.process.kill();
    }
  }

  private void heard(Forked worker, String line) {
    worker.heard();
    String[] words = line.split(" ", 2);
    switch (words[0]) {
      case "ready" -> {
        worker.ready(Integer.parseInt(words[1]));
        ping(worker);
      }
      case "failed" -> {
        String why = "cannot start: " + words[1];
        events.accept(worker.name, why);
        worker.ready.completeExceptionally(new IllegalStateException(worker.name + " " + why));
        worker.process.kill();
      }
      case "stopped" -> worker.process.kill(); // it has answered everything
      default -> {} // it may print what it likes
    }
  }

  /** A process may live and do nothing: it has to say so itself, again and again. */
  private void ping(Forked worker) {
    if (closing || !living.contains(worker)) {
      return;
    }
    if (worker.silentMillis() > settings.hungMillis()) {
      events.accept(worker.name, "does not answer its supervisor: killed");
      worker.process.kill();
    } else {
      worker.process.send("ping");
      thread.later(Math.min(PING_MILLIS, settings.hungMillis() / 2), () -> ping(worker));
    }
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
        new IllegalStateException(worker.name + " ended: " + worker.process.lastWords(LAST_WORDS)));
    if (worker.stopping) {
      events.accept(worker.name, "stopped");
    } else {
      died.accept(worker, status);
    }
  }

  /** Drained, then stopped: nothing is lost. */
  CompletableFuture<Void> retire(Forked worker) {
    worker.stopping = true;
    CompletableFuture<Void> quiet =
        worker.member == null
            ? CompletableFuture.completedFuture(null)
            : members.drain(worker.member);
    worker.member = null; // it leaves by draining, not by being lost
    return within(quiet, () -> {}).thenCompose(unused -> stop(worker));
  }

  private CompletableFuture<Void> stop(Forked worker) {
    events.accept(worker.name, "drained: asked to stop");
    if (!worker.process.send("stop")) {
      worker.process.kill();
    }
    return within(worker.ended, worker.process::kill);
  }

  private CompletableFuture<Void> within(CompletableFuture<Void> end, Runnable otherwise) {
    return end.copy()
        .orTimeout(settings.drainMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            late -> {
              otherwise.run();
              return null;
            });
  }

  boolean closing() {
    return closing;
  }

  Void endAll() {
    closing = true;
    living.forEach(worker -> worker.process.kill());
    return null;
  }
}

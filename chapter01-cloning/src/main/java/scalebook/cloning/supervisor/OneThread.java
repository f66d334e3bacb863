package scalebook.cloning.supervisor;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import scalebook.engines.process.Tasks;

/**
 * The thread to which everything of its owner belongs. Whoever is not on it asks, and gets a
 * future, which is always completed: if not by its task, then by {@link #close}.
 */
final class OneThread implements AutoCloseable {
  private final String owner;
  private final ScheduledExecutorService thread;
  private final Set<CompletableFuture<?>> promises = ConcurrentHashMap.newKeySet();
  private CompletableFuture<Void> lastChange = CompletableFuture.completedFuture(null);

  OneThread(String owner) {
    this.owner = owner;
    this.thread = Executors.newSingleThreadScheduledExecutor(Tasks.daemons(owner));
  }

  private <T> CompletableFuture<T> promise() {
    CompletableFuture<T> promise = new CompletableFuture<>();
    promises.add(promise);
    promise.whenComplete((done, failure) -> promises.remove(promise));
    return promise;
  }

  <T> CompletableFuture<T> call(Callable<T> task) {
    CompletableFuture<T> done = promise();
    try {
      thread.execute(
          () -> {
            try {
              done.complete(task.call());
            } catch (Exception e) {
              done.completeExceptionally(e);
            }
          });
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(closed());
    }
    return done;
  }

  /** For what nobody waits for, and nobody misses when this is closed. */
  void tell(Runnable task) {
    later(0, task);
  }

  void later(long millis, Runnable task) {
    try {
      thread.schedule(() -> loudly(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      // Nobody is interested any more.
    }
  }

  /** What fails with nobody waiting is printed, which the executor would not do. */
  private static void loudly(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      Thread current = Thread.currentThread();
      current.getUncaughtExceptionHandler().uncaughtException(current, e);
    }
  }

  /** Completes after the task that is running: whatever that one still does is done then. */
  CompletableFuture<Void> turn() {
    return call(() -> null);
  }

  /**
   * As {@link #call}, for what takes many turns: such changes come one after another, and one that
   * fails does not keep the next one from its turn.
   */
  CompletableFuture<Void> change(Callable<CompletableFuture<Void>> change) {
    CompletableFuture<Void> done = promise();
    call(() -> after(change)).thenCompose(all -> all).whenComplete(ends(done));
    return done;
  }

  private static <T> BiConsumer<T, Throwable> ends(CompletableFuture<T> promise) {
    return (result, failure) -> {
      if (failure == null) {
        promise.complete(result);
      } else {
        promise.completeExceptionally(failure);
      }
    };
  }

  private CompletableFuture<Void> after(Callable<CompletableFuture<Void>> change) {
    lastChange =
        lastChange
            .handle((ended, failure) -> null)
            .thenCompose(unused -> call(change))
            .thenCompose(all -> all)
            .thenCompose(all -> turn());
    return lastChange;
  }

  IllegalStateException closed() {
    return new IllegalStateException("the " + owner + " is closed");
  }

  boolean isClosed() {
    return thread.isShutdown();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    promises.forEach(promise -> promise.completeExceptionally(closed()));
  }
}

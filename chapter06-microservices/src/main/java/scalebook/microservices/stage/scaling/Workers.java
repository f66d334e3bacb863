package scalebook.microservices.stage.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.microservices.queue.JobQueue;

/**
 * Workers of one queue, a thread each. They acknowledge a job when they take it: one that is
 * stopped then takes its job along. Who leaves does so at the worst moment, with a job in hand.
 */
final class Workers implements AutoCloseable {
  private static final int WAIT_MILLIS = 50;

  private final JobQueue queue;
  private final long jobMillis;
  private final boolean finishes;
  private final List<Thread> threads = new ArrayList<>();
  private final Set<String> done = ConcurrentHashMap.newKeySet();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger leaving = new AtomicInteger();
  private final AtomicInteger left = new AtomicInteger();
  private int count;
  private volatile boolean closed;

  /** {@code finishes}: a worker that leaves does its job first; else it is stopped as it stands. */
  Workers(JobQueue queue, long jobMillis, boolean finishes) {
    this.queue = queue;
    this.jobMillis = jobMillis;
    this.finishes = finishes;
  }

  /** Those that are to leave are not counted any more. */
  void scale(int to) {
    leaving.addAndGet(Math.max(0, count - to));
    for (int i = count; i < to; i++) {
      Thread fresh = Tasks.daemon("worker-" + threads.size(), this::run);
      threads.add(fresh);
      fresh.start();
    }
    count = to;
  }

  private void run() {
    boolean stays = true;
    while (stays && !closed) {
      Optional<JobQueue.Delivery> job = queue.take(Thread.currentThread().getName(), WAIT_MILLIS);
      stays = job.isEmpty() || work(job.get());
    }
  }

  /** False when this worker leaves with it. */
  private boolean work(JobQueue.Delivery job) {
    queue.done(job, "taken");
    boolean stays = leaving.getAndUpdate(some -> Math.max(0, some - 1)) == 0;
    if (stays || finishes) {
      busy.incrementAndGet();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(jobMillis)); // the work itself
      done.add(job.job());
      busy.decrementAndGet();
    }
    left.addAndGet(stays ? 0 : 1);
    return stays;
  }

  int count() {
    return count;
  }

  /** Workers that have a job just now. */
  int busy() {
    return busy.get();
  }

  /** Workers that have left; each had a job in hand. */
  int left() {
    return left.get();
  }

  /** Jobs that were done. */
  Set<String> done() {
    return done;
  }

  /** Returns when each has done its job. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}

package scalebook.microservices.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import scalebook.engines.process.Tasks;
import scalebook.lab.story.Entry;
import scalebook.microservices.queue.Effects;
import scalebook.microservices.queue.JobQueue;

/** Many jobs at once, and how many of them are not done, ten times a second until it is closed. */
public final class Burst implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;
  private static final long BOUND_SECONDS = 40;

  private final JobQueue queue;
  private final List<Entry.Point> lengths = new ArrayList<>();
  private final Thread thread = Tasks.daemon("length", this::watch);
  private final long start = System.nanoTime();
  private volatile boolean closed;

  public Burst(JobQueue queue) {
    this.queue = queue;
    thread.start();
  }

  /**
   * Into a service without a queue, that has so many threads, and so many places to wait for them.
   * How many were refused; returns when the rest is done.
   */
  public static int refusedWithout(int jobs, Effects effects, int workers, int places)
      throws InterruptedException {
    ArrayBlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(places);
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            workers, workers, 1, TimeUnit.SECONDS, waiting, Tasks.daemons("direct"));
    int refused = 0;
    for (int i = 0; i < jobs; i++) {
      String job = "direct-" + i;
      try {
        threads.submit(() -> effects.apply(job, "order"));
      } catch (RejectedExecutionException full) {
        refused++;
      }
    }
    threads.shutdown();
    threads.awaitTermination(BOUND_SECONDS, TimeUnit.SECONDS);
    return refused;
  }

  /** Into the queue, behind one that nobody can do. How many were refused. */
  public int refused(int jobs) {
    int refused = queue.offer("job-poison", "poison") ? 0 : 1;
    for (int i = 0; i < jobs; i++) {
      refused += queue.offer("job-" + i, "order") ? 0 : 1;
    }
    return refused;
  }

  /** How many of them have left no effect. */
  public static long lost(Set<String> effects, int jobs) {
    return IntStream.range(0, jobs).filter(i -> !effects.contains("job-" + i)).count();
  }

  private void watch() {
    try {
      while (!closed) {
        lengths.add(new Entry.Point((System.nanoTime() - start) / 1e6, queue.length()));
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  /** Until at most so many are not done. */
  public void awaitAtMost(long length) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
    while (queue.length() > length && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** All that was seen; nothing more is. */
  public List<Entry.Point> lengths() throws InterruptedException {
    close();
    thread.join();
    return List.copyOf(lengths);
  }

  @Override
  public void close() {
    closed = true;
  }
}

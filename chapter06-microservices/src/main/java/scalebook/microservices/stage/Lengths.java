package scalebook.microservices.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.engines.process.Tasks;
import scalebook.lab.story.Entry;
import scalebook.microservices.queue.JobQueue;

/** How long a queue is, ten times a second until it is closed. */
public final class Lengths implements AutoCloseable {
  private static final long EVERY_MILLIS = 100;
  private static final long BOUND_SECONDS = 40;

  private final JobQueue queue;
  private final List<Entry.Point> seen = new ArrayList<>();
  private final Thread thread = Tasks.daemon("length", this::watch);
  private volatile boolean closed;

  public Lengths(JobQueue queue) {
    this.queue = queue;
    thread.start();
  }

  private void watch() {
    long start = System.nanoTime();
    try {
      while (!closed) {
        seen.add(new Entry.Point((System.nanoTime() - start) / 1e6, queue.length()));
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
  public List<Entry.Point> end() throws InterruptedException {
    close();
    thread.join();
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    closed = true;
  }
}

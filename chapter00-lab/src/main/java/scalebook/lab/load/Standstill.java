package scalebook.lab.load;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.lab.story.Story;

/**
 * How long this machine stood still: a thread that wants to wake every other millisecond, and how
 * late it was at most.
 *
 * <p>A laptop swaps, a virtual machine waits for its neighbours. A time that such a moment fell
 * into tells of the machine and not of what was measured; this is the control beside it.
 */
public final class Standstill implements AutoCloseable {
  private static final long EVERY_NANOS = 2_000_000;
  private static final int TRIES = 5;

  private final Thread thread = Tasks.daemon("standstill", this::watch);
  private volatile long lastNanos = System.nanoTime();
  private volatile long longestNanos;
  private volatile boolean closed;

  private Standstill() {}

  public static Standstill start() {
    Standstill watch = new Standstill();
    watch.thread.start();
    return watch;
  }

  /**
   * What was measured while the machine never stood still for longer than so long; otherwise it is
   * measured again. Whether it is, the result has no say in. After five tries the last one counts.
   */
  public static <T> T without(Story story, long mostMillis, Callable<T> measurement)
      throws Exception {
    for (int attempt = 1; ; attempt++) {
      try (Standstill watch = start()) {
        T result = measurement.call();
        long millis = watch.longestMillis();
        if (millis <= mostMillis || attempt == TRIES) {
          return result;
        }
        story.event("machine", "stood still for %d ms: measured again", millis);
      }
    }
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(EVERY_NANOS);
      longestNanos = Math.max(longestNanos, late());
      lastNanos = System.nanoTime();
    }
  }

  private long late() {
    return System.nanoTime() - lastNanos - EVERY_NANOS;
  }

  /** So far, also when it has not woken up yet. */
  public long longestMillis() {
    return Math.max(0, Math.max(longestNanos, late())) / 1_000_000;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}

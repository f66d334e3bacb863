package scalebook.caching.cache;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import scalebook.caching.catalogue.Row;

/**
 * A limit of loads at once, and a bounded wait for a place: a dead cache must not become a dead
 * database.
 */
public final class LoadLimit implements Loader {
  private final Loader loader;
  private final Semaphore permits;
  private final long waitMillis;
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();

  /** The database has all it can take: better a clear no than one more in the queue. */
  public static final class Overloaded extends Exception {
    private static final long serialVersionUID = 1;

    Overloaded(String message) {
      super(message);
    }
  }

  public LoadLimit(Loader loader, int most, long waitMillis) {
    this.loader = loader;
    this.permits = new Semaphore(most, true); // first come, first served
    this.waitMillis = waitMillis;
  }

  @Override
  public Optional<Row> load(String key) throws Exception {
    if (!permits.tryAcquire(waitMillis, TimeUnit.MILLISECONDS)) {
      throw new Overloaded("no load could begin within " + waitMillis + " ms");
    }
    try {
      peak.accumulateAndGet(running.incrementAndGet(), Math::max);
      return loader.load(key);
    } finally {
      running.decrementAndGet();
      permits.release();
    }
  }

  /** The most that ever ran at the same time. */
  public int peak() {
    return peak.get();
  }
}

package scalebook.caching.cache;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.caching.catalogue.Row;
import scalebook.engines.process.Tasks;

/**
 * Reads go to the cache first, then to where the truth is, and leave what they found.
 *
 * <p>The pieces that protect it are separate: {@link SingleFlight} within a process, a lease in
 * Redis among processes, {@link Freshness} before the end, {@link LoadLimit} around the loader.
 */
public final class CacheAside implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CacheAside.class);
  private static final int REFRESHERS = 2;
  private static final int REFRESHES_WAITING = 100;
  private static final int POLL_MILLIS = 10;

  private final RedisCache cache;
  private final Loader loader;
  private final CacheSettings settings;
  private final LongSupplier clock;
  private final RandomGenerator random;
  private final Counters counters = new Counters();
  private final SingleFlight<Found> flights;
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor refreshers;

  /** An answer, and where it came from. */
  public record Found(Optional<String> text, boolean hit) {}

  public CacheAside(RedisCache cache, Loader loader, CacheSettings settings) {
    this(
        cache,
        loader,
        settings,
        System::currentTimeMillis,
        () -> ThreadLocalRandom.current().nextLong());
  }

  CacheAside(
      RedisCache cache,
      Loader loader,
      CacheSettings settings,
      LongSupplier clock,
      RandomGenerator random) {
    this.cache = cache;
    this.loader = loader;
    this.settings = settings;
    this.clock = clock;
    this.random = random;
    this.flights = new SingleFlight<>(settings.waitMillis());
    BlockingQueue<Runnable> waiting = new ArrayBlockingQueue<>(REFRESHES_WAITING);
    this.refreshers =
        new ThreadPoolExecutor(
            REFRESHERS, REFRESHERS, 1, TimeUnit.SECONDS, waiting, Tasks.daemons("refresh"));
    refreshers.allowCoreThreadTimeOut(true);
  }

  public Found get(String key) throws Exception {
    Optional<Entry> entry = cache.get(key);
    if (entry.isPresent()) {
      return hit(key, entry.get());
    }
    counters.misses.increment();
    if (settings.protection() == CacheSettings.Protection.NONE) {
      return new Found(loadAndSet(key), false);
    }
    SingleFlight.Landed<Found> landed = flights.join(key, () -> missed(key));
    if (!landed.own()) {
      counters.waits.increment();
    }
    return landed.value();
  }

  private Found hit(String key, Entry entry) {
    counters.hits.increment();
    long now = clock.getAsLong();
    if (now >= entry.freshUntil()) {
      counters.stale.increment();
    }
    if (settings.freshness().due(entry, now, random)) {
      refresh(key, entry.freshUntil());
    }
    return new Found(entry.text(), true);
  }

  /** The one of this process that sees to it. */
  private Found missed(String key) throws Exception {
    // Somebody may have landed between our look and our flight.
    Optional<Entry> entry = cache.get(key);
    if (entry.isPresent()) {
      return new Found(entry.get().text(), false);
    }
    return settings.protection() == CacheSettings.Protection.LEASE
        ? leased(key)
        : new Found(loadAndSet(key), false);
  }

  /** The one of all processes that loads; the others look again and again, for a bounded time. */
  private Found leased(String key) throws Exception {
    long deadline = clock.getAsLong() + settings.waitMillis();
    boolean waited = false;
    while (clock.getAsLong() < deadline && !cache.away()) {
      try (RedisCache.Lease lease = cache.lease(key, settings.leaseMillis())) {
        Optional<Entry> entry = cache.get(key);
        if (entry.isPresent()) {
          return new Found(entry.get().text(), false);
        }
        if (lease.held()) {
          return new Found(loadAndSet(key), false);
        }
      }
      if (!waited) {
        waited = true;
        counters.waits.increment();
      }
      TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(POLL_MILLIS)); // nobody can wake us: ask again
    }
    return new Found(loadAndSet(key), false);
  }

  private Optional<String> loadAndSet(String key) throws Exception {
    long start = clock.getAsLong();
    counters.loads.increment();
    Optional<Row> row = loader.load(key);
    put(key, row, clock.getAsLong() - start);
    return row.map(Row::text);
  }

  /** What was just committed, or just loaded; refused when something newer is there. */
  public void put(String key, Optional<Row> row, long loadMillis) {
    long fresh = freshMillis(row);
    if (fresh > 0) {
      Entry entry = Entry.of(row, clock.getAsLong() + fresh, loadMillis);
      if (!cache.setIfNewer(key, entry, fresh + settings.freshness().graceMillis())) {
        counters.refused.increment();
      }
    }
  }

  private long freshMillis(Optional<Row> row) {
    if (row.isEmpty()) {
      return settings.negativeMillis();
    }
    double spread = 1 + settings.jitter() * (2 * random.nextDouble() - 1);
    return Math.max(1, (long) (settings.ttlMillis() * spread));
  }

  /** Behind everybody's back: by one of this process, and by one of all processes. */
  private void refresh(String key, long seenFreshUntil) {
    if (!refreshing.add(key)) {
      return;
    }
    try {
      refreshers.execute(() -> refreshNow(key, seenFreshUntil));
    } catch (RejectedExecutionException full) {
      refreshing.remove(key); // another reader will be due
    }
  }

  private void refreshNow(String key, long seenFreshUntil) {
    try (RedisCache.Lease lease = cache.lease(key, settings.leaseMillis())) {
      // Another process may have refreshed it while we were waiting for our turn.
      if (lease.held() && cache.get(key).filter(e -> e.freshUntil() > seenFreshUntil).isEmpty()) {
        loadAndSet(key);
      }
    } catch (Exception e) {
      LOG.warn("{} could not be refreshed and grows older", key, e);
    } finally {
      refreshing.remove(key);
    }
  }

  public Counters.Seen seen() {
    return counters.seen();
  }

  /** Lets refreshes under way finish, for a bounded time. */
  @Override
  public void close() {
    refreshers.shutdown();
    try {
      if (!refreshers.awaitTermination(settings.leaseMillis(), TimeUnit.MILLISECONDS)) {
        refreshers.shutdownNow();
      }
    } catch (InterruptedException e) {
      refreshers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

package scalebook.caching.cache;

import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.caching.cache.CacheSettings.Protection;
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
  private static final int REFRESHES = 100;
  private static final int POLL_MILLIS = 10;

  private final RedisCache cache;
  private final Loader loader;
  private final CacheSettings settings;
  private final LongSupplier clock;
  private final Random random = new Random();
  private final Counters counters = new Counters();
  private final Flights<Found> flights;
  private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
  private final ExecutorService refreshers =
      Executors.newFixedThreadPool(REFRESHERS, Tasks.daemons("refresh"));

  /** An answer, and where it came from. */
  public record Found(Optional<String> text, boolean hit) {}

  public CacheAside(RedisCache cache, Loader loader, CacheSettings settings) {
    this(cache, loader, settings, System::currentTimeMillis);
  }

  /** With another single flight than ours. */
  public CacheAside(
      RedisCache cache, Loader loader, CacheSettings settings, Flights<Found> flights) {
    this(cache, loader, settings, System::currentTimeMillis, flights);
  }

  CacheAside(RedisCache cache, Loader loader, CacheSettings settings, LongSupplier clock) {
    this(cache, loader, settings, clock, new SingleFlight<>(settings.waitMillis()));
  }

  private CacheAside(
      RedisCache cache,
      Loader loader,
      CacheSettings settings,
      LongSupplier clock,
      Flights<Found> flights) {
    this.cache = cache;
    this.loader = loader;
    this.settings = settings;
    this.clock = clock;
    this.flights = flights;
  }

  public Found get(String key) throws Exception {
    Optional<Entry> entry = cache.get(key);
    if (entry.isPresent()) {
      return hit(key, entry.get());
    }
    counters.misses.increment();
    if (settings.protection() == Protection.NONE) {
      return loaded(key);
    }
    Flights.Landed<Found> landed = flights.join(key, () -> missed(key));
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
    return settings.protection() == Protection.LEASE ? leased(key) : loaded(key);
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
          return loaded(key);
        }
      }
      if (!waited) {
        waited = true;
        counters.waits.increment();
      }
      TimeUnit.MILLISECONDS.sleep(1 + random.nextInt(POLL_MILLIS)); // nobody can wake us: ask again
    }
    return loaded(key);
  }

  private Found loaded(String key) throws Exception {
    long start = clock.getAsLong();
    counters.loads.increment();
    Optional<Row> row = loader.load(key);
    put(key, row, clock.getAsLong() - start);
    return new Found(row.map(Row::text), false);
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
    if (settings.ttlMillis() == 0) {
      return 0;
    }
    double spread = 1 + settings.jitter() * (2 * random.nextDouble() - 1);
    return Math.max(1, (long) (settings.ttlMillis() * spread));
  }

  /** In the background: by one of this process, and with a lease by one of all processes. */
  private void refresh(String key, long seenFreshUntil) {
    if (refreshing.size() < REFRESHES && refreshing.add(key)) { // or another reader will be due
      refreshers.execute(() -> refreshNow(key, seenFreshUntil));
    }
  }

  private void refreshNow(String key, long seenFreshUntil) {
    try {
      if (settings.protection() == Protection.LEASE) {
        refreshLeased(key, seenFreshUntil);
      } else {
        loaded(key);
      }
    } catch (Exception e) {
      LOG.warn("{} could not be refreshed and grows older", key, e);
    } finally {
      refreshing.remove(key);
    }
  }

  private void refreshLeased(String key, long seenFreshUntil) throws Exception {
    try (RedisCache.Lease lease = cache.lease(key, settings.leaseMillis())) {
      // Another process may have refreshed it while we were waiting for our turn.
      if (lease.held() && cache.get(key).filter(e -> e.freshUntil() > seenFreshUntil).isEmpty()) {
        loaded(key);
      }
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

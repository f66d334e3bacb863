package scalebook.caching.cache;

/**
 * How a {@link CacheAside} behaves.
 *
 * @param ttlMillis how long an entry is fresh, on average; 0 when nothing is kept
 * @param jitter by which share of it that varies, so that what came together does not go together
 * @param negativeMillis how long "there is none" is kept; 0 for not at all
 * @param protection what happens when many miss the same key
 * @param leaseMillis how long one process may load alone; longer than any load
 * @param waitMillis how long a reader waits for another's load before it loads itself
 * @param setOnWrite whether a writer puts what it committed into the cache
 */
public record CacheSettings(
    long ttlMillis,
    double jitter,
    long negativeMillis,
    Protection protection,
    long leaseMillis,
    long waitMillis,
    Freshness freshness,
    boolean setOnWrite) {

  /** Who loads when many miss the same key. */
  public enum Protection {
    /** Everybody. */
    NONE,
    /** One of each process. */
    SINGLE_FLIGHT,
    /** One of all processes. */
    LEASE
  }

  public static CacheSettings defaults() {
    return new CacheSettings(
        60_000, 0.2, 5_000, Protection.LEASE, 3_000, 4_000, Freshness.untilGone(), true);
  }

  public CacheSettings ttl(long millis, double share) {
    return new CacheSettings(
        millis, share, negativeMillis, protection, leaseMillis, waitMillis, freshness, setOnWrite);
  }

  public CacheSettings negative(long millis) {
    return new CacheSettings(
        ttlMillis, jitter, millis, protection, leaseMillis, waitMillis, freshness, setOnWrite);
  }

  public CacheSettings protection(Protection to) {
    return new CacheSettings(
        ttlMillis, jitter, negativeMillis, to, leaseMillis, waitMillis, freshness, setOnWrite);
  }

  public CacheSettings lease(long millis, long wait) {
    return new CacheSettings(
        ttlMillis, jitter, negativeMillis, protection, millis, wait, freshness, setOnWrite);
  }

  public CacheSettings freshness(Freshness to) {
    return new CacheSettings(
        ttlMillis, jitter, negativeMillis, protection, leaseMillis, waitMillis, to, setOnWrite);
  }

  public CacheSettings setOnWrite(boolean does) {
    return new CacheSettings(
        ttlMillis, jitter, negativeMillis, protection, leaseMillis, waitMillis, freshness, does);
  }
}

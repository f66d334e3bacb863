package scalebook.caching.stage.stampede;

import java.util.Locale;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.Freshness;

/** What protects the database when a popular key expires. */
public enum Way {
  NAIVE(CacheSettings.Protection.NONE, Freshness.untilGone()),
  PER_PROCESS(CacheSettings.Protection.SINGLE_FLIGHT, Freshness.untilGone()),
  LEASE(CacheSettings.Protection.LEASE, Freshness.untilGone()),
  EARLY_REFRESH(CacheSettings.Protection.LEASE, Freshness.early(1)),
  STALE_WHILE_REVALIDATE(CacheSettings.Protection.LEASE, Freshness.staleWhileRevalidate(10_000));

  private final CacheSettings.Protection protection;
  private final Freshness freshness;

  Way(CacheSettings.Protection protection, Freshness freshness) {
    this.protection = protection;
    this.freshness = freshness;
  }

  CacheSettings settings(long leaseMillis) {
    return CacheSettings.defaults()
        .protection(protection)
        .freshness(freshness)
        .lease(leaseMillis, 20_000);
  }

  /** How long the cache keeps what is fresh for so long. */
  long keepMillis(long freshMillis) {
    return freshness.keepMillis(freshMillis);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

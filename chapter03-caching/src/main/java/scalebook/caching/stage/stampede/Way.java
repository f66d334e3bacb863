package scalebook.caching.stage.stampede;

import java.util.Locale;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.CacheSettings.Protection;
import scalebook.caching.cache.Freshness;

/** What protects the database when a popular key expires. */
public enum Way {
  NAIVE(Protection.NONE, Freshness.untilGone()),
  PER_PROCESS(Protection.SINGLE_FLIGHT, Freshness.untilGone()),
  LEASE(Protection.LEASE, Freshness.untilGone()),
  EARLY_REFRESH(Protection.LEASE, Freshness.early(1)),
  STALE_WHILE_REVALIDATE(Protection.LEASE, Freshness.staleWhileRevalidate(10_000));

  private static final long WAIT_MILLIS = 20_000;

  private final Protection protection;
  private final Freshness freshness;

  Way(Protection protection, Freshness freshness) {
    this.protection = protection;
    this.freshness = freshness;
  }

  Freshness freshness() {
    return freshness;
  }

  CacheSettings settings(long leaseMillis) {
    return CacheSettings.defaults()
        .protection(protection)
        .freshness(freshness)
        .lease(leaseMillis, WAIT_MILLIS);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

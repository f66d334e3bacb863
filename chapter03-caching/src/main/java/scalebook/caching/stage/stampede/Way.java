package scalebook.caching.stage.stampede;

import java.util.Locale;
import java.util.function.Predicate;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.CacheSettings.Protection;
import scalebook.caching.cache.Freshness;

/** What protects the database when a popular key expires. */
public enum Way {
  NAIVE(Protection.NONE, Refresh.NEVER),
  PER_PROCESS(Protection.SINGLE_FLIGHT, Refresh.NEVER),
  LEASE(Protection.LEASE, Refresh.NEVER),
  EARLY_REFRESH(Protection.LEASE, Refresh.EARLY),
  STALE_WHILE_REVALIDATE(Protection.LEASE, Refresh.STALE);

  private static final long LEASE_MILLIS = 10_000;
  private static final long WAIT_MILLIS = 20_000;

  private final Guard guard;

  Way(Protection protection, Refresh refresh) {
    guard = new Guard(protection, refresh, LEASE_MILLIS, WAIT_MILLIS);
  }

  /** With those of its pieces that are at work: each can be taken away alone. */
  public Guard guard(Predicate<String> with) {
    Guard some = with.test("lease") ? guard : guard.without(Protection.LEASE);
    some = with.test("single-flight") ? some : some.without(Protection.SINGLE_FLIGHT);
    some = with.test("early-refresh") ? some : some.without(Refresh.EARLY);
    some = with.test("stale") ? some : some.without(Refresh.STALE);
    return with.test("wait") ? some : some.withoutWaiting();
  }

  /** When a key is loaded again although it is still there. */
  public enum Refresh {
    NEVER(Freshness.untilGone()),
    EARLY(Freshness.early(1)),
    STALE(Freshness.staleWhileRevalidate(10_000));

    private final Freshness freshness;

    Refresh(Freshness freshness) {
      this.freshness = freshness;
    }
  }

  /** Of what a protection is made. */
  public record Guard(Protection protection, Refresh refresh, long leaseMillis, long waitMillis) {

    /** Then each process loads for itself, or each caller. */
    private Guard without(Protection away) {
      Protection less = Protection.values()[away.ordinal() - 1];
      return protection == away ? new Guard(less, refresh, leaseMillis, waitMillis) : this;
    }

    private Guard without(Refresh away) {
      return refresh == away ? new Guard(protection, Refresh.NEVER, leaseMillis, waitMillis) : this;
    }

    private Guard withoutWaiting() {
      return new Guard(protection, refresh, leaseMillis, 0);
    }

    Guard lease(long millis) {
      return new Guard(protection, refresh, millis, waitMillis);
    }

    long graceMillis() {
      return refresh.freshness.graceMillis();
    }

    CacheSettings settings() {
      return CacheSettings.defaults()
          .protection(protection)
          .freshness(refresh.freshness)
          .lease(leaseMillis, waitMillis);
    }
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

package scalebook.caching.cache;

import java.util.random.RandomGenerator;

/** When an entry that is still there should be loaded again, while everybody goes on using it. */
public interface Freshness {
  /** Whether this reader should see to it now. */
  boolean due(Entry entry, long nowMillis, RandomGenerator random);

  /** How long the cache keeps an entry after its end. */
  default long graceMillis() {
    return 0;
  }

  /** Never: it is there until it is gone. */
  static Freshness untilGone() {
    return (entry, now, random) -> false;
  }

  /**
   * Early, by chance (XFetch): the nearer the end and the longer a load takes, the likelier. With
   * many readers one of them is early enough, as a rule; {@code beta} above 1 makes it earlier.
   */
  static Freshness early(double beta) {
    return (entry, now, random) ->
        now - entry.loadMillis() * beta * Math.log(1 - random.nextDouble()) >= entry.freshUntil();
  }

  /** Late: it is shown for so long after its end, while somebody loads it. */
  static Freshness staleWhileRevalidate(long graceMillis) {
    return new Freshness() {
      @Override
      public boolean due(Entry entry, long nowMillis, RandomGenerator random) {
        return nowMillis >= entry.freshUntil();
      }

      @Override
      public long graceMillis() {
        return graceMillis;
      }
    };
  }
}

package scalebook.caching.cache;

import java.util.concurrent.atomic.LongAdder;

/** What became of the reads of one cache. */
public final class Counters {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder loads = new LongAdder();
  final LongAdder waits = new LongAdder();
  final LongAdder stale = new LongAdder();
  final LongAdder refused = new LongAdder();

  /** One look at all of them. */
  public record Seen(
      long hits, long misses, long loads, long waits, long staleServed, long refusedSets) {
    /** The share of reads that the cache answered. */
    public double hitShare() {
      return hits + misses == 0 ? 0 : hits / (double) (hits + misses);
    }

    public Seen since(Seen before) {
      return new Seen(
          hits - before.hits,
          misses - before.misses,
          loads - before.loads,
          waits - before.waits,
          staleServed - before.staleServed,
          refusedSets - before.refusedSets);
    }

    @Override
    public String toString() {
      return "%d hits, %d misses, %d loads, %d waits, %d stale, %d refused sets, hit share %.2f"
          .formatted(hits, misses, loads, waits, staleServed, refusedSets, hitShare());
    }
  }

  public Seen seen() {
    return new Seen(hits.sum(), misses.sum(), loads.sum(), waits.sum(), stale.sum(), refused.sum());
  }
}

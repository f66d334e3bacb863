package scalebook.caching.stage.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import scalebook.caching.solution.LruCache;

/** How often an LRU cache of 1,000 has what is asked for, beside Caffeine, on the same traces. */
class HitShareTest {
  private static final int CAPACITY = 1_000;
  private static final int THINGS = 10_000;
  private static final int READS = 300_000;

  private static double lru(IntUnaryOperator trace) {
    LruCache<Integer, Integer> cache = new LruCache<>(CAPACITY);
    int hits = 0;
    for (int i = 0; i < READS; i++) {
      int thing = trace.applyAsInt(i);
      if (cache.get(thing).isPresent()) {
        hits++;
      } else {
        cache.put(thing, thing);
      }
    }
    return hits / (double) READS;
  }

  private static double caffeine(IntUnaryOperator trace) {
    Cache<Integer, Integer> cache =
        Caffeine.newBuilder().maximumSize(CAPACITY).executor(Runnable::run).build();
    int hits = 0;
    for (int i = 0; i < READS; i++) {
      int thing = trace.applyAsInt(i);
      if (cache.getIfPresent(thing) != null) {
        hits++;
      } else {
        cache.put(thing, thing);
      }
    }
    return hits / (double) READS;
  }

  @Test
  void onPopularThingsItIsNearlyAsGood() {
    Zipf zipf = new Zipf(THINGS, 1.0);
    double ours = lru(zipf::at);
    double theirs = caffeine(zipf::at);
    System.out.printf("Zipf: LRU %.3f, Caffeine %.3f%n", ours, theirs);
    assertThat(ours).as("hit share").isBetween(theirs - 0.15, theirs + 0.02).isGreaterThan(0.6);
  }

  /**
   * Every second read goes through all things, one after the other: LRU keeps what nobody wants.
   */
  @Test
  void aScanPushesOutWhatIsPopular() {
    Zipf zipf = new Zipf(THINGS, 1.0);
    IntUnaryOperator trace = i -> i % 2 == 0 ? zipf.at(i) : THINGS + i % 50_000;
    double ours = lru(trace);
    double theirs = caffeine(trace);
    System.out.printf("scan: LRU %.3f, Caffeine %.3f%n", ours, theirs);
    assertThat(ours).as("hit share of LRU, and Caffeine's, which resists scans").isLessThan(theirs);
  }

  /** A loop over one more than fits: LRU drops each thing just before it is wanted again. */
  @Test
  void aLoopThatDoesNotFitIsTheWorstCase() {
    IntUnaryOperator trace = i -> i % (CAPACITY + 1);
    double ours = lru(trace);
    double theirs = caffeine(trace);
    System.out.printf("loop: LRU %.3f, Caffeine %.3f%n", ours, theirs);
    assertThat(ours).as("hit share of LRU").isZero();
    assertThat(theirs).as("hit share of Caffeine").isGreaterThan(0.5);
  }
}

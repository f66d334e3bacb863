package scalebook.caching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import scalebook.caching.cache.BloomFilter;
import scalebook.caching.cache.SingleFlight;
import scalebook.caching.solution.LruCache;
import scalebook.caching.stage.load.Zipf;

/**
 * What a look costs when everything is in this process: popular things, all of them there.
 *
 * <pre>./book bench 3 InProcess</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class InProcessBenchmark {
  private static final int THINGS = 1_000;
  private static final int MASK = (1 << 14) - 1;

  private final Integer[] trace = new Integer[MASK + 1];
  private final LruCache<Integer, Integer> lru = new LruCache<>(THINGS);
  private final Cache<Integer, Integer> caffeine =
      Caffeine.newBuilder().maximumSize(THINGS).build();
  private final com.google.common.cache.Cache<Integer, Integer> guava =
      CacheBuilder.newBuilder().maximumSize(THINGS * 2).build();
  private final BloomFilter bloom = new BloomFilter(THINGS, 0.01);
  private final SingleFlight<Integer> flights = new SingleFlight<>(1_000);
  private int at;

  @Setup
  public void fill() {
    for (int i = 0; i < THINGS; i++) {
      lru.put(i, i);
      caffeine.put(i, i);
      guava.put(i, i);
      bloom.add(i);
    }
    Zipf zipf = new Zipf(THINGS, 1.0);
    for (int i = 0; i < trace.length; i++) {
      trace[i] = zipf.at(i);
    }
  }

  private Integer next() {
    return trace[at++ & MASK];
  }

  @Benchmark
  public Object lruOfTheExercise() {
    return lru.get(next());
  }

  @Benchmark
  public Object caffeine() {
    return caffeine.getIfPresent(next());
  }

  @Benchmark
  public Object guava() {
    return guava.getIfPresent(next());
  }

  @Benchmark
  public boolean bloomFilter() {
    return bloom.mayContain(next());
  }

  @Benchmark
  public Object singleFlightAlone() throws Exception {
    return flights.join("key", () -> 1);
  }
}

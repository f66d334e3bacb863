package scalebook.cloning;

import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/**
 * What one pick costs, request counted in and out, as the balancer does it.
 *
 * <pre>./book bench 1</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PickBenchmark {
  @Param({
    "ROUND_ROBIN",
    "WEIGHTED",
    "LEAST_CONNECTIONS",
    "WEIGHTED_LEAST_CONNECTIONS",
    "RANDOM",
    "TWO_CHOICES",
    "EWMA",
    "ADDRESS_HASH"
  })
  public Policy.Kind policy;

  @Param({"4", "1000"})
  public int clones;

  private Policy policyUnderTest;
  private Backend[] all;

  @Setup
  public void setUp() {
    policyUnderTest = policy.create();
    all =
        IntStream.range(0, clones)
            .mapToObj(i -> new Backend("clone-" + i, "127.0.0.1", 1 + i, 1 + i % 3))
            .toArray(Backend[]::new);
    for (int i = 0; i < clones; i++) { // a busy group: nobody is idle
      all[i].started();
      all[i].answered(1_000_000L + i * 1_000L, System.nanoTime());
    }
  }

  private Backend pick() {
    Backend picked = policyUnderTest.pick(all, "192.0.2.17");
    picked.started();
    picked.ended();
    return picked;
  }

  @Benchmark
  @Threads(1)
  public Backend alone() {
    return pick();
  }

  @Benchmark
  @Threads(Threads.MAX)
  public Backend contended() {
    return pick();
  }
}

package scalebook.partitioning;

import com.google.common.hash.Hashing;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;
import scalebook.partitioning.placement.Hash64;
import scalebook.partitioning.placement.HashRing;
import scalebook.partitioning.placement.Maglev;
import scalebook.partitioning.placement.Placement;

/**
 * What it costs to find a key's node.
 *
 * <pre>./book bench 5 Placement</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class PlacementBenchmark {
  private static final int VIRTUAL = 100;

  @Param({"10", "1000"})
  public int nodes;

  private Placement modulo;
  private Placement jump;
  private Placement rendezvous;
  private Placement maglev;
  private HashRing ring;
  private final TreeMap<Long, Integer> tree = new TreeMap<>(Long::compareUnsigned);
  private long key;

  @Setup
  public void make() {
    int[] numbers = Placement.numbers(nodes);
    modulo = Placement.modulo(nodes);
    jump = Placement.jump(nodes);
    rendezvous = Placement.rendezvous(numbers);
    maglev = new Maglev(numbers);
    ring = HashRing.of(VIRTUAL, numbers);
    for (int node : numbers) {
      for (int i = 0; i < VIRTUAL; i++) {
        tree.put(Hash64.of(node, i), node);
      }
    }
  }

  @Benchmark
  public int modulo() {
    return modulo.node(key++);
  }

  @Benchmark
  public int jump() {
    return jump.node(key++);
  }

  @Benchmark
  public int jumpOfGuava() {
    return Hashing.consistentHash(Hash64.of(key++), nodes);
  }

  @Benchmark
  public int rendezvous() {
    return rendezvous.node(key++);
  }

  @Benchmark
  public int maglev() {
    return maglev.node(key++);
  }

  @Benchmark
  public int ring() {
    return ring.node(key++);
  }

  @Benchmark
  public int ringInATreeMap() {
    Map.Entry<Long, Integer> next = tree.ceilingEntry(Hash64.of(key++));
    return (next == null ? tree.firstEntry() : next).getValue();
  }
}

package scalebook.partitioning.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.partitioning.stage.Comparison;

class PlacementTest {
  private static final int KEYS = 1_000_000;
  private final long seed = Long.getLong("seed", 5);

  @Test
  void everyKeyHasTheSameNodeEveryTime() {
    Random random = new Random(seed);
    Comparison.ways()
        .forEach(
            (way, make) -> {
              for (int nodes : new int[] {1, 2, 3, 10, 100}) {
                Placement one = make.apply(nodes);
                Placement other = make.apply(nodes);
                for (int i = 0; i < 2_000; i++) {
                  long key = i == 0 ? Long.MIN_VALUE : i == 1 ? Long.MAX_VALUE : random.nextLong();
                  int node = one.node(key);
                  assertThat(node)
                      .as("%s, %d nodes, key %d", way, nodes, key)
                      .isBetween(0, nodes - 1);
                  assertThat(other.node(key)).as("another client's, %s", way).isEqualTo(node);
                }
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ring", "rendezvous", "jump"})
  void aNewNodeTakesAnElevenths(String way) {
    IntFunction<Placement> make = Comparison.ways().get(way);
    Placement before = make.apply(10);
    Placement after = make.apply(11);
    assertThat(Comparison.moved(make, 10, KEYS)).isCloseTo(1 / 11.0, within(0.005));
    for (long key = 0; key < 100_000; key++) {
      int now = after.node(key);
      assertThat(now == before.node(key) || now == 10)
          .as("key %d stays, or goes to the new one", key)
          .isTrue();
    }
  }

  @Test
  void equalSectorsMoveHalf() {
    assertThat(Comparison.moved(Placement::sectors, 10, KEYS)).isCloseTo(0.5, within(0.005));
  }

  @Test
  void withoutAHashKeysInStepsMeet() {
    for (long key = 0; key < 400; key += 4) {
      assertThat(Placement.remainder(4).node(key)).isZero();
    }
    assertThat(Placement.remainder(4).node(-1)).as("of the largest unsigned number").isEqualTo(3);
  }

  @Test
  void moduloMovesTenElevenths() {
    double moved = Comparison.moved(Placement::modulo, 10, KEYS);
    assertThat(moved).isCloseTo(10 / 11.0, within(0.005));
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000})
  void aRingsSpreadIsWhatTheorySays(int virtualNodes) {
    Comparison.Spread spread =
        Comparison.spread(HashRing.of(virtualNodes, Placement.numbers(1_000)));
    Comparison.Spread theory = Comparison.theory(1_000, virtualNodes);
    assertThat(theory.deviation()).isCloseTo(1 / Math.sqrt(virtualNodes), within(0.001));
    assertThat(spread.deviation() / theory.deviation())
        .as("deviation over theory")
        .isBetween(0.9, 1.1);
    assertThat(spread.max() / theory.max()).as("max/avg over theory").isBetween(0.9, 1.1);
  }

  @Test
  void aLargeRingIsMadeAndUsedInTwoSecondsOfAProcessor() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    HashRing ring = HashRing.of(100, Placement.numbers(10_000));
    Set<Integer> nodes = new HashSet<>();
    for (long key = 0; key < 1_000_000; key++) {
      nodes.add(ring.node(key));
    }
    assertThat((threads.getCurrentThreadCpuTime() - start) / 1e9).as("seconds").isLessThan(2);
    assertThat(nodes).as("nodes that have any of a million keys").hasSize(10_000);
  }

  @Test
  void maglevIsEvenAndMovesAFewMore() {
    IntFunction<Placement> make = n -> new Maglev(Placement.numbers(n));
    assertThat(Comparison.spread(make.apply(11), 11, KEYS).max()).as("max/avg").isLessThan(1.02);
    double moved = Comparison.moved(make, 10, KEYS);
    System.out.printf("Maglev moves %.4f, at least %.4f must%n", moved, 1 / 11.0);
    assertThat(moved).isBetween(1 / 11.0 - 0.002, 1 / 11.0 + 0.02);
  }
}

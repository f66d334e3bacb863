package scalebook.partitioning.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.hash.Hashing;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Against their definitions, quickly: so that every small mistake shows. */
class PlacementRulesTest {
  private final long seed = Long.getLong("seed", 5);

  /** The definition, as slow as it is: the next point on a sorted circle. */
  @Test
  void theRingAgreesWithItsDefinition() {
    Random random = new Random(seed);
    for (int round = 0; round < 30; round++) {
      int[] nodes = random.ints(1 + random.nextInt(20), 0, 1_000).distinct().toArray();
      int virtual = 1 + random.nextInt(50);
      TreeMap<Long, Integer> circle = new TreeMap<>(Long::compareUnsigned);
      for (int node : nodes) {
        for (int i = 0; i < virtual; i++) {
          circle.put(Hash64.of(node, i), node);
        }
      }
      HashRing ring = HashRing.of(virtual, nodes);
      assertThat(ring.points()).isEqualTo(circle.size());
      for (int i = 0; i < 2_000; i++) {
        long key = random.nextLong();
        Map.Entry<Long, Integer> next = circle.ceilingEntry(Hash64.of(key));
        int expected = (next == null ? circle.firstEntry() : next).getValue();
        assertThat(ring.node(key))
            .as("round %d, key %d, seed %d", round, key, seed)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void aHeavierNodeOfTheRingHasMore() {
    HashRing ring = HashRing.weighted(node -> node == 0 ? 3_000 : 1_000, Placement.numbers(4));
    double[] shares = ring.shares();
    assertThat(shares[0])
        .as("of one with weight three among three of one")
        .isCloseTo(0.5, within(0.05));
    double sum = 0;
    for (double share : shares) {
      sum += share;
    }
    assertThat(sum).as("all shares together").isCloseTo(1, within(1e-9));
  }

  /** The same function as Guava's, of the same hash. */
  @Test
  void jumpAgreesWithGuava() {
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      long key = random.nextLong();
      int nodes = 1 + random.nextInt(i % 2 == 0 ? 2_000 : Integer.MAX_VALUE);
      assertThat(Placement.jump(nodes).node(key))
          .as("key %d, %d nodes", key, nodes)
          .isEqualTo(Hashing.consistentHash(Hash64.of(key), nodes));
    }
  }

  /** As the paper says: every node lists all places, and they take the next free one in turns. */
  @Test
  void maglevAgreesWithItsDefinition() {
    int size = 101;
    for (int count : new int[] {1, 2, 7, size}) {
      int[] nodes = new Random(count).ints(0, 10_000).distinct().limit(count).toArray();
      Map<Integer, Integer> table = new HashMap<>();
      int[] next = new int[count];
      for (int turn = 0; table.size() < size; turn = (turn + 1) % count) {
        long offset = Long.remainderUnsigned(Hash64.of(nodes[turn], 1), size);
        long skip = 1 + Long.remainderUnsigned(Hash64.of(nodes[turn], 2), size - 1);
        int place;
        do {
          place = (int) ((offset + skip * next[turn]++) % size);
        } while (table.containsKey(place));
        table.put(place, nodes[turn]);
      }
      Maglev maglev = new Maglev(size, nodes);
      for (long key = 0; key < 1_000; key++) {
        int place = (int) Long.remainderUnsigned(Hash64.of(key), size);
        assertThat(maglev.node(key))
            .as("%d nodes, key %d at place %d", count, key, place)
            .isEqualTo(table.get(place));
      }
    }
  }

  @Test
  void withoutANodeThereIsNoPlacement() {
    assertThatThrownBy(() -> HashRing.of(0, 1, 2)).hasMessageContaining("at least one point");
    assertThatThrownBy(() -> new Maglev(7, new int[0])).hasMessageContaining("0 nodes");
    assertThatThrownBy(() -> new Maglev(3, new int[4])).hasMessageContaining("a table of 3");
    assertThatThrownBy(() -> Placement.modulo(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> Placement.jump(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> Placement.rendezvous()).hasMessageContaining("not 0");
  }

  @Test
  void oneNodeHasEverything() {
    HashRing ring = HashRing.of(1, 3);
    assertThat(ring.shares()).as("of one node with one point").containsExactly(0, 0, 0, 1);
    for (Placement one : List.of(ring, new Maglev(7, new int[] {3}), Placement.rendezvous(3))) {
      assertThat(one.node(42)).isEqualTo(3);
    }
    assertThat(Placement.modulo(1).node(42)).isZero();
    assertThat(Placement.jump(1).node(42)).isZero();
  }

  @Test
  void theHighestBidWins() {
    Placement three = Placement.rendezvous(4, 5, 6);
    for (long key = 0; key < 1_000; key++) {
      int winner = 4;
      for (int node = 5; node <= 6; node++) {
        winner = Hash64.of(node, key) > Hash64.of(winner, key) ? node : winner;
      }
      assertThat(three.node(key)).as("bids for key %d", key).isEqualTo(winner);
      assertThat(Placement.modulo(7).node(key))
          .isEqualTo((int) Long.remainderUnsigned(Hash64.of(key), 7));
    }
    assertThat(Placement.numbers(3)).containsExactly(0, 1, 2);
  }

  @Test
  void rendezvousGivesWhatALeaverHadToMany() {
    Placement all = Placement.rendezvous(0, 1, 2, 3, 4);
    Placement without = Placement.rendezvous(0, 1, 3, 4);
    Map<Integer, Integer> heirs = new HashMap<>();
    for (long key = 0; key < 50_000; key++) {
      if (all.node(key) == 2) {
        heirs.merge(without.node(key), 1, Integer::sum);
      } else {
        assertThat(without.node(key)).isEqualTo(all.node(key));
      }
    }
    assertThat(heirs.values()).hasSize(4).allMatch(n -> n > 2_000 && n < 3_000);
  }

  @Test
  void theHashHasNoSignTrap() {
    Set<Long> seen = new HashSet<>();
    for (long key : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThat(Placement.modulo(7).node(key)).isBetween(0, 6);
      assertThat(seen.add(Hash64.of(key))).isTrue();
    }
  }

  @Test
  void aHashThatMeetsAPointIsItsOwners() {
    HashRing ring = HashRing.of(50, 1, 2, 3, 4);
    for (int node = 1; node <= 4; node++) {
      long key = Hash64.of(node); // its hash is that of the node's first point
      assertThat(Hash64.of(key)).isEqualTo(Hash64.of(node, 0));
      assertThat(ring.node(key)).isEqualTo(node);
    }
  }

  /** The processor's time, against a control: a scan would take a thousand times as long. */
  @Test
  void aLookUpDoesNotGrowWithTheRing() {
    HashRing small = HashRing.of(10, Placement.numbers(10));
    HashRing large = HashRing.of(100, Placement.numbers(1_000));
    long control = Long.MAX_VALUE;
    long nanos = Long.MAX_VALUE;
    for (int round = 0; round < 4; round++) { // the first ones are the compiler's
      control = Math.min(control, lookUps(small));
      nanos = Math.min(nanos, lookUps(large));
    }
    assertThat(nanos / (double) Math.max(control, 1_000_000))
        .as("look-ups in a ring of 100,000 points over those in one of 100")
        .isLessThan(30);
  }

  private static long lookUps(HashRing ring) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long sum = 0;
    for (long key = 0; key < 10_000; key++) {
      sum += ring.node(key);
    }
    assertThat(sum).isPositive();
    return threads.getCurrentThreadCpuTime() - start;
  }

  @Test
  void aRemainderIsOfTheKeyAndASectorOfTheCircle() {
    assertThat(Placement.remainder(7).node(-1))
        .as("unsigned: 2⁶⁴ - 1")
        .isEqualTo((int) Long.remainderUnsigned(-1, 7));
    for (long key = 0; key < 1_000; key++) {
      assertThat(Placement.remainder(7).node(key)).isEqualTo((int) (key % 7));
      double place = (Hash64.of(key) >>> 11) * 0x1.0p-53; // on a circle of length one
      assertThat(Placement.sectors(7).node(key))
          .as("of place %f", place)
          .isEqualTo((int) (place * 7));
    }
    assertThatThrownBy(() -> Placement.remainder(0)).hasMessageContaining("not 0");
    assertThatThrownBy(() -> Placement.sectors(0)).hasMessageContaining("not 0");
  }
}

package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.partitioning.placement.Hash64;

abstract class HashRingContract extends Contract {
  interface Answer {
    void add(int node);

    void remove(int node);

    int node(long key);
  }

  private static final int KEYS = 20_000;
  private static final int VIRTUAL = 200;

  Answer answer(int virtualNodes) {
    return answer(Answer.class, HashRing.class, virtualNodes);
  }

  private Answer ring(int nodes) {
    Answer ring = answer(VIRTUAL);
    for (int node = 0; node < nodes; node++) {
      ring.add(node);
    }
    return ring;
  }

  private static int[] owners(Answer ring) {
    int[] owners = new int[KEYS];
    for (int key = 0; key < KEYS; key++) {
      owners[key] = ring.node(key * 31L - 5_000);
    }
    return owners;
  }

  @Test
  @Order(1)
  void aSingleNodeHasEverything() {
    Answer ring = answer(1);
    ring.add(7);
    for (int owner : owners(ring)) {
      assertThat(owner)
          .as("owner, when there is one point: what lies behind it belongs to it, too")
          .isEqualTo(7);
    }
  }

  @Test
  @Order(2)
  void aNewNodeTakesItsShareAndNothingElseMoves() {
    Answer ring = ring(10);
    int[] before = owners(ring);
    ring.add(10);
    int[] after = owners(ring);
    int moved = 0;
    for (int key = 0; key < KEYS; key++) {
      if (before[key] != after[key]) {
        assertThat(after[key]).as("where a key moved to when node 10 came").isEqualTo(10);
        moved++;
      }
    }
    assertThat(moved / (double) KEYS)
        .as("share of keys that moved, about 1/11")
        .isBetween(0.06, 0.13);
  }

  @Test
  @Order(3)
  void aNodeThatLeavesGivesToManyAndNothingElseMoves() {
    Answer ring = ring(10);
    int[] before = owners(ring);
    ring.remove(4);
    int[] after = owners(ring);
    Map<Integer, Integer> heirs = new HashMap<>();
    for (int key = 0; key < KEYS; key++) {
      if (before[key] == 4) {
        heirs.merge(after[key], 1, Integer::sum);
      } else {
        assertThat(after[key]).as("owner of a key that was not node 4's").isEqualTo(before[key]);
      }
    }
    assertThat(heirs)
        .as("who got what node 4 had: one heir alone would be the next to fall")
        .hasSize(9)
        .doesNotContainKey(4);
  }

  @Test
  @Order(4)
  void comingBackBringsTheSameBack() {
    Answer ring = ring(10);
    int[] before = owners(ring);
    ring.remove(4);
    ring.add(4);
    assertThat(owners(ring)).as("owners after node 4 left and came back").isEqualTo(before);
  }

  @Test
  @Order(5)
  void theOrderOfComingDoesNotMatter() {
    Answer one = answer(VIRTUAL);
    Answer other = answer(VIRTUAL);
    for (int node : new int[] {3, 1, 2}) {
      one.add(node);
    }
    for (int node : new int[] {2, 3, 1}) {
      other.add(node);
    }
    assertThat(owners(one))
        .as("two clients must agree, whoever told them first")
        .isEqualTo(owners(other));
  }

  @Test
  @Order(6)
  void sharesAreEven() {
    Map<Integer, Integer> shares = new HashMap<>();
    for (int owner : owners(ring(10))) {
      shares.merge(owner, 1, Integer::sum);
    }
    assertThat(shares.values())
        .as("keys of ten nodes with %d points each, of %d: %s", VIRTUAL, KEYS, shares)
        .hasSize(10)
        .allMatch(count -> count > KEYS / 10 * 0.6 && count < KEYS / 10 * 1.5);
  }

  @Test
  @Order(7)
  void morePointsMakeThemMoreEven() {
    Answer few = answer(1);
    for (int node = 0; node < 10; node++) {
      few.add(node);
    }
    assertThat(most(few))
        .as("keys of the largest node: with one point each, and with %d", VIRTUAL)
        .isGreaterThan(most(ring(10)));
  }

  private static int most(Answer ring) {
    Map<Integer, Integer> shares = new HashMap<>();
    for (int owner : owners(ring)) {
      shares.merge(owner, 1, Integer::sum);
    }
    return shares.values().stream().mapToInt(count -> count).max().orElse(0);
  }

  @Test
  @Order(8)
  void nodesMayHaveAnyNumber() {
    int[] numbers = {-3, 0, 1, 1_000, 1_001, Integer.MAX_VALUE, Integer.MIN_VALUE};
    Answer ring = answer(VIRTUAL);
    for (int node : numbers) {
      ring.add(node);
    }
    Map<Integer, Integer> shares = new HashMap<>();
    for (int owner : owners(ring)) {
      shares.merge(owner, 1, Integer::sum);
    }
    assertThat(shares.values())
        .as("keys of seven nodes, of %d: no two nodes may share a point: %s", KEYS, shares)
        .hasSize(7)
        .allMatch(count -> count > KEYS / 7 * 0.6 && count < KEYS / 7 * 1.5);
  }

  @Test
  @Order(9)
  void neighboursInNumberAreNoNeighboursOnTheCircle() {
    Answer ring = ring(10);
    int[] before = owners(ring);
    ring.remove(4);
    ring.remove(5);
    int[] after = owners(ring);
    for (int key = 0; key < KEYS; key++) {
      if (before[key] != 4 && before[key] != 5) {
        assertThat(after[key]).as("owner of a key that was not 4's or 5's").isEqualTo(before[key]);
      } else {
        assertThat(after[key]).as("owner of a key that was").isNotIn(4, 5);
      }
    }
  }

  /** Walks round the whole circle for each key. */
  @Test
  @Order(10)
  void aKeyBelongsToTheNextPoint() {
    for (int virtual : new int[] {1, 2, 7}) {
      TreeMap<Long, Integer> points = new TreeMap<>();
      Answer ring = answer(virtual);
      ring.add(1_000);
      for (int node : new int[] {-1, 5, 6, 7}) {
        ring.add(node);
        for (int i = 0; i < virtual; i++) {
          points.put(Hash64.of(node, i), node);
        }
      }
      ring.remove(1_000);
      for (long key = 0; key < 1_000; key++) {
        long place = Hash64.of(key);
        Map.Entry<Long, Integer> next = points.firstEntry();
        for (Map.Entry<Long, Integer> point : points.descendingMap().entrySet()) {
          next = point.getKey() >= place ? point : next;
        }
        assertThat(ring.node(key))
            .as("node of the next point, for a key at %d and the points %s", place, points)
            .isEqualTo(next.getValue());
      }
    }
  }
}

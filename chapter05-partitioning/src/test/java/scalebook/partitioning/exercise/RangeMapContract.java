package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;

abstract class RangeMapContract extends Contract {
  interface Answer {
    int node(long key);

    void split(long key, int node);

    void merge(long key);

    List<Integer> nodes(long from, long to);
  }

  Answer answer() {
    return answer(Answer.class, RangeMap.class);
  }

  @Test
  @Order(1)
  void atFirstOneNodeHasAll() {
    Answer map = answer();
    for (long key : new long[] {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThat(map.node(key)).as("node of %d", key).isZero();
    }
  }

  @Test
  @Order(2)
  void aBorderBelongsToTheNewRange() {
    Answer map = answer();
    map.split(100, 1);
    assertThat(map.node(99)).as("node of 99, below the border at 100").isZero();
    assertThat(map.node(100)).as("node of 100, the border itself").isEqualTo(1);
    assertThat(map.node(Long.MAX_VALUE)).isEqualTo(1);
  }

  @Test
  @Order(3)
  void aSplitTouchesItsOwnRangeOnly() {
    Answer map = answer();
    map.split(100, 1);
    map.split(200, 2);
    map.split(150, 3);
    assertThat(map.node(149)).isEqualTo(1);
    assertThat(map.node(150)).isEqualTo(3);
    assertThat(map.node(199)).isEqualTo(3);
    assertThat(map.node(200)).as("the next range keeps its node").isEqualTo(2);
  }

  @Test
  @Order(4)
  void aMergedRangeGoesToTheOneBefore() {
    Answer map = answer();
    map.split(100, 1);
    map.split(200, 2);
    assertThat(Thrown.by(() -> map.merge(170)))
        .as("merge at a key inside a range: none begins there")
        .isInstanceOf(IllegalArgumentException.class);
    map.merge(200);
    assertThat(map.node(250)).isEqualTo(1);
    map.merge(100);
    assertThat(map.node(250)).isZero();
    assertThat(Thrown.by(() -> map.merge(100)))
        .as("merge where no range begins")
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Thrown.by(() -> map.merge(Long.MIN_VALUE)))
        .as("merge of the first range: there is none before it")
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(map.node(Long.MIN_VALUE)).isZero();
  }

  @Test
  @Order(5)
  void aRangeQueryAsksOnlyWhomItMust() {
    Answer map = answer();
    map.split(100, 1);
    map.split(200, 2);
    assertThat(map.nodes(110, 120)).as("keys 110 to 120, inside one range").containsExactly(1);
    assertThat(map.nodes(50, 250)).containsExactly(0, 1, 2);
    assertThat(map.nodes(50, 99)).as("up to just below a border").containsExactly(0);
    assertThat(map.nodes(50, 100)).as("up to a border, which is included").containsExactly(0, 1);
    assertThat(map.nodes(200, 200)).as("one key").containsExactly(2);
    assertThat(map.nodes(5, 4)).as("no key").isEmpty();
  }

  @Test
  @Order(6)
  void aNodeWithTwoRangesIsAskedOnce() {
    Answer map = answer();
    map.split(100, 1);
    map.split(200, 0);
    assertThat(map.nodes(0, 300))
        .as("node 0 has what is below 100 and above 200")
        .containsExactly(0, 1);
  }

  /** A thousand random splits and merges, beside an array that knows the node of every key. */
  @Test
  @Order(7)
  void everyKeyHasExactlyOneNodeAllTheTime() {
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      Answer map = answer();
      int[] truth = new int[200];
      boolean[] border = new boolean[200];
      for (int step = 0; step < 60; step++) {
        int key = 1 + random.nextInt(199);
        if (!border[key]) {
          int node = random.nextInt(6);
          map.split(key, node);
          border[key] = true;
          for (int k = key; k < 200 && (k == key || !border[k]); k++) {
            truth[k] = node;
          }
        } else {
          map.merge(key);
          border[key] = false;
          for (int k = key; k < 200 && !border[k]; k++) {
            truth[k] = truth[key - 1];
          }
        }
        for (int k = 0; k < 200; k++) {
          assertThat(map.node(k)).as("node of %d after step %d", k, step).isEqualTo(truth[k]);
        }
        int from = random.nextInt(200);
        int to = from + random.nextInt(200 - from);
        List<Integer> expected = new ArrayList<>();
        for (int k = from; k <= to; k++) {
          if (!expected.contains(truth[k])) {
            expected.add(truth[k]);
          }
        }
        assertThat(map.nodes(from, to)).as("nodes of %d to %d", from, to).isEqualTo(expected);
      }
    }
  }

  @Test
  @Order(8)
  void aRangeThatBeginsThereMayGetAnotherNode() {
    Answer map = answer();
    map.split(100, 1);
    map.split(200, 2);
    map.split(100, 3);
    assertThat(map.node(150)).as("split at 100 for node 1, and then for node 3").isEqualTo(3);
    assertThat(map.node(200)).isEqualTo(2);
    map.merge(100);
    assertThat(map.node(150)).as("merged once").isZero();
    map.split(Long.MIN_VALUE, 4);
    assertThat(map.node(0)).as("the first range, given to node 4").isEqualTo(4);
  }

  @Test
  @Order(9)
  void aLargeRangeIsAskedLikeASmallOne() {
    Answer map = answer();
    map.split(-7, 5);
    map.split(0, 3);
    map.split(1L << 40, 1);
    assertThat(map.nodes(Long.MIN_VALUE, Long.MAX_VALUE))
        .as("nodes of all keys, in the order of keys; nobody can go from key to key")
        .containsExactly(0, 5, 3, 1);
    assertThat(map.nodes(Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(1);
  }

  @Test
  @Order(10)
  void twoMapsShareNothing() {
    answer().split(100, 1);
    assertThat(answer().node(100)).as("in another map").isZero();
  }
}

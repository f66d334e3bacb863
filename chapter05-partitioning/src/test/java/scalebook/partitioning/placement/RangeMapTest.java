package scalebook.partitioning.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RangeMapTest {
  private final long seed = Long.getLong("seed", 5);

  @Test
  void rangesHaveEveryKeyExactlyOnce() {
    Random random = new Random(seed);
    RangeMap map = RangeMap.of(0);
    TreeMap<Long, Integer> truth = new TreeMap<>(Map.of(Long.MIN_VALUE, 0));
    for (int step = 0; step < 2_000; step++) {
      long key = random.nextInt(1_000) - 500;
      if (!truth.containsKey(key)) {
        int node = random.nextInt(9);
        map = map.split(key, node);
        truth.put(key, node);
      } else if (random.nextBoolean()) {
        map = map.merge(key);
        truth.remove(key);
      }
      long asked = random.nextInt(1_200) - 600;
      assertThat(map.node(asked)).isEqualTo(truth.floorEntry(asked).getValue());
      assertThat(map.ranges()).isEqualTo(truth.size());
      long to = asked + random.nextInt(300);
      Set<Integer> needed = new LinkedHashSet<>();
      for (long k = asked; k <= to; k++) {
        needed.add(truth.floorEntry(k).getValue());
      }
      assertThat(map.nodes(asked, to))
          .as("nodes of %d to %d", asked, to)
          .containsExactlyElementsOf(needed);
    }
  }

  @Test
  void whatCannotBeSplitOrMergedIsRefused() {
    RangeMap map = RangeMap.of(0).split(10, 1);
    assertThat(map).hasToString("{" + Long.MIN_VALUE + "=0, 10=1}");
    assertThatThrownBy(() -> map.split(10, 2)).hasMessageContaining("begins at 10 already");
    assertThatThrownBy(() -> map.merge(11)).hasMessageContaining("begins at 11");
    assertThatThrownBy(() -> map.merge(Long.MIN_VALUE)).as("the first range").isNotNull();
    assertThat(map.nodes(10, 9)).as("an empty range asks nobody").isEmpty();
    assertThat(map.nodes(9, 9)).as("both ends are included").containsExactly(0);
    assertThat(map.nodes(9, 10)).containsExactly(0, 1);
  }
}

package scalebook.partitioning.placement;

import static org.assertj.core.api.Assertions.assertThat;

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
}

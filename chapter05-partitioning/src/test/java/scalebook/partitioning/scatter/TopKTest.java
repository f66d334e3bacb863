package scalebook.partitioning.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopKTest {
  private static List<Integer> merge(int k, List<List<Integer>> lists) {
    return TopK.merge(lists, k, Comparator.naturalOrder());
  }

  @Test
  void theFirstOfAllAreTheFirstOfTheSortedWhole() {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      List<List<Integer>> lists = new ArrayList<>();
      List<Integer> whole = new ArrayList<>();
      for (int list = random.nextInt(6); list > 0; list--) {
        List<Integer> one =
            random.ints(random.nextInt(10), 0, 50).sorted().boxed().toList(); // some are empty
        lists.add(one);
        whole.addAll(one);
      }
      whole.sort(Comparator.naturalOrder());
      for (int k = 0; k <= whole.size() + 1; k++) {
        assertThat(merge(k, lists))
            .as("the first %d of %s", k, lists)
            .isEqualTo(whole.subList(0, Math.min(k, whole.size())));
      }
    }
  }

  @Test
  void unneededPlacesAreNotRead() {
    List<Integer> endless =
        new java.util.AbstractList<>() {
          @Override
          public Integer get(int at) {
            assertThat(at).as("places read for the first three").isLessThan(4);
            return at;
          }

          @Override
          public int size() {
            return Integer.MAX_VALUE;
          }
        };
    assertThat(merge(3, List.of(endless))).containsExactly(0, 1, 2);
  }
}

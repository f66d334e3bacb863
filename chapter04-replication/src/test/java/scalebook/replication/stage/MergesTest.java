package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.replication.merging.GCounter;
import scalebook.replication.merging.OrSet;

class MergesTest {
  @Test
  void thereAreAsManyOrdersAsPermutations() {
    List<List<Integer>> orders = Merges.orders(List.of(1, 2, 3, 4, 5, 6));
    assertThat(new HashSet<>(orders)).hasSize(720);
    orders.forEach(order -> assertThat(order).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6));
  }

  @Test
  void lastWriterWinsLosesOneOfTwoAndTheLaterOneWhenAClockIsWrong() {
    assertThat(Merges.lastWriter(5, false)).isEqualTo(new Merges.Seen(10, 5, 720, 1));
    assertThat(Merges.lastWriter(5, true)).isEqualTo(new Merges.Seen(10, 5, 720, 1));
  }

  @Test
  void mergesLoseNothingUnlessTheirReasonIsTakenAway() {
    assertThat(Merges.counter(5, GCounter.LARGER)).isEqualTo(new Merges.Seen(10, 0, 720, 1));
    assertThat(Merges.counter(5, GCounter.LATEST)).isEqualTo(new Merges.Seen(10, 4, 720, 8));
    assertThat(Merges.set(5, OrSet.BY_TAG)).isEqualTo(new Merges.Seen(5, 0, 720, 1));
    assertThat(Merges.set(5, OrSet.BY_NAME)).isEqualTo(new Merges.Seen(5, 5, 720, 1));
  }
}

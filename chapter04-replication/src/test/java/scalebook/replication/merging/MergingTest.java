package scalebook.replication.merging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import scalebook.replication.merging.OrSet.Added;

class MergingTest {
  @Test
  void theLaterWriterWinsInAnyOrder() {
    LastWriter early = new LastWriter("a", 1, "west");
    LastWriter late = new LastWriter("b", 2, "east");
    assertThat(early.merge(late)).isEqualTo(late);
    assertThat(late.merge(early)).isEqualTo(late);
    LastWriter tie = new LastWriter("c", 2, "west");
    assertThat(late.merge(tie)).as("equal times: the node's name decides").isEqualTo(tie);
    assertThat(tie.merge(late)).isEqualTo(tie);
  }

  @Test
  void eachNodeCountsInItsOwnPlace() {
    GCounter east = GCounter.ZERO.add("east", 2).add("east", 3);
    GCounter west = GCounter.ZERO.add("west", 7);
    GCounter both = east.merge(west, GCounter.LARGER);
    assertThat(both.value()).isEqualTo(12);
    assertThat(west.merge(east, GCounter.LARGER)).isEqualTo(both);
    assertThat(both.merge(west, GCounter.LARGER)).as("what comes twice").isEqualTo(both);
  }

  @Test
  void aLateMessageTakesNothingBackUnlessTheLatestCounts() {
    GCounter old = GCounter.ZERO.add("west", 1);
    GCounter now = old.add("west", 1);
    assertThat(now.merge(old, GCounter.LARGER).value()).isEqualTo(2);
    assertThat(now.merge(old, GCounter.LATEST).value()).isEqualTo(1);
  }

  @Test
  void aRemovalTakesOnlyWhatItSaw() {
    OrSet both = OrSet.EMPTY.add("x", "1").add("y", "2");
    OrSet removed = both.remove("x");
    OrSet addedAgain = both.add("x", "3");
    assertThat(removed.elements(OrSet.BY_TAG)).containsExactly("y");
    OrSet merged = removed.merge(addedAgain);
    assertThat(merged).isEqualTo(addedAgain.merge(removed));
    assertThat(merged.elements(OrSet.BY_TAG)).containsExactlyInAnyOrder("x", "y");
    assertThat(merged.elements(OrSet.BY_NAME)).as("by name").containsExactly("y");
    assertThat(merged.remove("x").elements(OrSet.BY_TAG)).isEqualTo(Set.of("y"));
    assertThat(removed.removed()).containsExactly(new Added("x", "1"));
  }

  @Test
  void rowsGoToRegionsInTurn() {
    Owners owners = new Owners(List.of("east", "west"));
    assertThat(owners.of(0)).isEqualTo("east");
    assertThat(owners.of(1)).isEqualTo("west");
    assertThat(owners.of(-1)).as("a negative id").isEqualTo("west");
  }
}

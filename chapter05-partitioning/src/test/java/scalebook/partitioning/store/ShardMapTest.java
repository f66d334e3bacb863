package scalebook.partitioning.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scalebook.partitioning.placement.Hash64;

class ShardMapTest {
  private final ShardMap map = ShardMap.even(3);

  @Test
  void slotsAreDealtOutInTurns() {
    assertThat(map.epoch()).isEqualTo(1);
    assertThat(map.slotsOf(0)).hasSize(86).startsWith(0, 3, 6);
    assertThat(map.slotsOf(1)).hasSize(85).startsWith(1, 4, 7);
    assertThat(map.slotsOf(2)).hasSize(85).startsWith(2, 5, 8);
  }

  @Test
  void anIdBelongsToItsSlotsShard() {
    for (long id = 0; id < 1_000; id++) {
      int slot = Slots.of(id);
      assertThat(slot).as("the first eight bits").isEqualTo((int) (Hash64.of(id) >>> 56));
      assertThat(map.owner(id)).as("the owner of slot %d", slot).isEqualTo(slot % 3);
    }
  }

  @Test
  void aMoveMakesTheNextMapAndLeavesThisOne() {
    ShardMap next = map.moved(List.of(0, 3), 2);
    assertThat(next.epoch()).as("of two maps everybody can tell which is newer").isEqualTo(2);
    assertThat(next.slotsOf(0)).hasSize(84).doesNotContain(0, 3);
    assertThat(next.slotsOf(2)).hasSize(87).contains(0, 3);
    assertThat(map.slotsOf(0)).as("the old map").contains(0, 3);
  }

  @Test
  void itIsReadAsItWasWritten() {
    assertThat(ShardMap.read(7, map.write())).isEqualTo(new ShardMap(7, map.owners()));
    assertThat(Slots.write(List.of(1, 2, 3))).isEqualTo("1,2,3");
    List<Integer> few = IntStream.range(0, 255).boxed().toList();
    assertThatThrownBy(() -> new ShardMap(1, few)).hasMessageContaining("255 owners");
  }
}

package scalebook.partitioning.resharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

class MovePlanTest {
  private static ShardMap after(MovePlan plan, ShardMap map) throws MovePlan.Refused {
    plan.check(map);
    ShardMap now = map;
    for (MovePlan.Move move : plan.moves()) {
      now = now.moved(move.slots(), move.target());
    }
    return now;
  }

  @Test
  void aNewShardTakesItsShareAndNobodyElseMoves() throws Exception {
    ShardMap map = ShardMap.even(1);
    for (int shards = 2; shards <= 7; shards++) {
      MovePlan plan = MovePlan.add(map, shards);
      assertThat(plan.slots()).as("slots that move").isEqualTo(Slots.COUNT / shards);
      int target = shards - 1;
      assertThat(plan.moves()).as("moves, all to %d", target).allMatch(m -> m.target() == target);
      map = after(plan, map);
      for (int shard = 0; shard < shards; shard++) {
        assertThat(map.slotsOf(shard).size())
            .as("slots of shard %d of %d", shard, shards)
            .isBetween(Slots.COUNT / shards, (Slots.COUNT + shards - 1) / shards);
      }
    }
  }

  @Test
  void aShardWithNothingToSpareGivesNothing() {
    ShardMap uneven = ShardMap.even(2).moved(ShardMap.even(2).slotsOf(1), 0);
    assertThat(MovePlan.add(uneven, 3).moves())
        .as("shard 1 has no slot at all")
        .extracting(MovePlan.Move::source)
        .containsExactly(0);
    ShardMap fits = ShardMap.even(3);
    ShardMap full = fits.moved(List.of(2), 0).moved(List.of(2), 2);
    assertThat(MovePlan.add(full, 3).moves()).as("all have their share already").isEmpty();
  }

  @Test
  void aPlanThatDoesNotFitTheMapIsRefused() {
    ShardMap map = ShardMap.even(2);
    MovePlan good = MovePlan.of(map, new MovePlan.Move(0, 1, List.of(0, 2)));
    assertThatThrownBy(() -> good.check(map.moved(List.of(5), 0)))
        .as("against a newer map")
        .hasMessageContaining("of epoch 1, and the map is of epoch 2");
    assertThatThrownBy(() -> MovePlan.of(map, new MovePlan.Move(0, 1, List.of(0, 0))).check(map))
        .as("a slot leaves once")
        .hasMessageContaining("slot 0");
    assertThatThrownBy(() -> MovePlan.of(map, new MovePlan.Move(0, 0, List.of(0))).check(map))
        .as("to where it is")
        .hasMessageContaining("slot 0");
    assertThatThrownBy(() -> MovePlan.of(map, new MovePlan.Move(0, 1, List.of(1))).check(map))
        .as("slot 1 is not shard 0's")
        .hasMessageContaining("slot 1");
  }
}

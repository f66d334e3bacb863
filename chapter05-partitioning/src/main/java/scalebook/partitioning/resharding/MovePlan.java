package scalebook.partitioning.resharding;

import java.util.ArrayList;
import java.util.List;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** Which slots move when a shard comes: as few as there can be, and all shards even afterwards. */
public final class MovePlan {
  private MovePlan() {}

  /** Slots that move together from one shard to another. */
  public record Move(int source, int target, List<Integer> slots) {}

  /** From {@code shards - 1} shards to {@code shards}: the last one is new. */
  public static List<Move> add(ShardMap map, int shards) {
    int target = shards - 1;
    List<Move> moves = new ArrayList<>();
    for (int source = 0; source < target; source++) {
      List<Integer> has = map.slotsOf(source);
      // The first shards keep one more where the slots cannot be even.
      int keeps = Slots.COUNT / shards + (source < Slots.COUNT % shards ? 1 : 0);
      if (has.size() > keeps) {
        moves.add(new Move(source, target, has.subList(keeps, has.size())));
      }
    }
    return moves;
  }
}

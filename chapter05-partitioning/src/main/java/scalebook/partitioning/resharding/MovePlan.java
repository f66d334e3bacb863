package scalebook.partitioning.resharding;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/** Which slots are to move, as seen from one map: of any other map it says nothing. */
public record MovePlan(long epoch, List<Move> moves) {
  /** Slots that move together from one shard to another. */
  public record Move(int source, int target, List<Integer> slots) {}

  /** Nothing was written down: it does not fit what is there now. */
  public static final class Refused extends SQLException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  public static MovePlan of(ShardMap map, Move... moves) {
    return new MovePlan(map.epoch(), List.of(moves));
  }

  /**
   * From {@code shards - 1} shards to {@code shards}: the last one is new. As few slots move as
   * there can, and all shards are even afterwards.
   */
  public static MovePlan add(ShardMap map, int shards) {
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
    return new MovePlan(map.epoch(), moves);
  }

  /** How many slots move. */
  public int slots() {
    return moves.stream().mapToInt(move -> move.slots.size()).sum();
  }

  /** Made against this map, and each slot leaves its owner once. */
  void check(ShardMap now) throws Refused {
    if (epoch != now.epoch()) {
      throw new Refused(
          "a plan of epoch %d, and the map is of epoch %d".formatted(epoch, now.epoch()));
    }
    BitSet moving = new BitSet(Slots.COUNT);
    for (Move move : moves) {
      for (int slot : move.slots) {
        if (moving.get(slot)
            || move.source == move.target
            || now.owners().get(slot) != move.source) {
          throw new Refused(
              "slot %d does not go from shard %d to %d".formatted(slot, move.source, move.target));
        }
        moving.set(slot);
      }
    }
  }
}

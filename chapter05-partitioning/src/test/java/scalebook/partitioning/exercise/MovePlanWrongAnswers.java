package scalebook.partitioning.exercise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What people really write. */
final class MovePlanWrongAnswers {
  /** Deals all slots out anew: even, and nearly everything moves. */
  static class DealsAnew extends MovePlanContract {
    @Override
    Answer answer() {
      return (owners, shards) -> {
        List<MovePlan.Move> moves = new ArrayList<>();
        for (int slot = 0; slot < owners.length; slot++) {
          int to = shards.get(slot % shards.size());
          if (to != owners[slot]) {
            moves.add(new MovePlan.Move(slot, owners[slot], to));
          }
        }
        return moves;
      };
    }
  }

  /** Who leaves gives to the first one there. */
  static class OneHeir extends MovePlanContract {
    @Override
    Answer answer() {
      return (owners, shards) -> {
        List<MovePlan.Move> moves = new ArrayList<>();
        for (int slot = 0; slot < owners.length; slot++) {
          if (!shards.contains(owners[slot])) {
            moves.add(new MovePlan.Move(slot, owners[slot], shards.get(0)));
          }
        }
        return moves;
      };
    }
  }

  /** The first shards may have one more, whoever has it now: a move too many now and then. */
  static class TheFirstHaveMore extends MovePlanContract {
    @Override
    Answer answer() {
      return (owners, shards) -> {
        Map<Integer, Integer> keeps = new HashMap<>();
        for (int i = 0; i < shards.size(); i++) {
          int more = i < owners.length % shards.size() ? 1 : 0;
          keeps.put(shards.get(i), owners.length / shards.size() + more);
        }
        Map<Integer, Integer> has = new HashMap<>();
        for (int owner : owners) {
          has.merge(owner, 1, Integer::sum);
        }
        List<Integer> room = new ArrayList<>();
        for (int shard : shards) {
          for (int i = has.getOrDefault(shard, 0); i < keeps.get(shard); i++) {
            room.add(shard);
          }
        }
        List<MovePlan.Move> moves = new ArrayList<>();
        for (int slot = 0; slot < owners.length; slot++) {
          if (keeps.merge(owners[slot], -1, Integer::sum) < 0) {
            moves.add(new MovePlan.Move(slot, owners[slot], room.remove(0)));
          }
        }
        return moves;
      };
    }
  }

  private MovePlanWrongAnswers() {}
}

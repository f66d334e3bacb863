package scalebook.partitioning.solution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scalebook.partitioning.exercise.MovePlan.Move;

/**
 * Every shard may keep the fair share, and those with the most one more where it does not come out
 * even: who has many slots already keeps one move by that.
 */
public final class MovePlan {
  public List<Move> plan(int[] owners, List<Integer> shards) {
    Map<Integer, Integer> has = new HashMap<>();
    for (int owner : owners) {
      has.merge(owner, 1, Integer::sum);
    }
    List<Integer> byLoad = new ArrayList<>(shards);
    byLoad.sort((a, b) -> has.getOrDefault(b, 0) - has.getOrDefault(a, 0));
    Map<Integer, Integer> keeps = new HashMap<>();
    for (int i = 0; i < byLoad.size(); i++) {
      int more = i < owners.length % shards.size() ? 1 : 0;
      keeps.put(byLoad.get(i), owners.length / shards.size() + more);
    }
    Deque<Integer> room = new ArrayDeque<>();
    for (int shard : byLoad) {
      for (int i = has.getOrDefault(shard, 0); i < keeps.get(shard); i++) {
        room.add(shard);
      }
    }
    List<Move> moves = new ArrayList<>();
    for (int slot = 0; slot < owners.length; slot++) {
      int owner = owners[slot];
      if (keeps.merge(owner, -1, Integer::sum) < 0) {
        moves.add(new Move(slot, owner, room.remove()));
      }
    }
    return moves;
  }
}

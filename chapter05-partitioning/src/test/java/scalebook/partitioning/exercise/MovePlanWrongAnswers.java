package scalebook.partitioning.exercise;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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

  /** Moves what is beyond a share to whoever has least; a subclass says what the share is. */
  private abstract static class Shares implements MovePlanContract.Answer {
    abstract int share(int slots, int shards);

    @Override
    public List<MovePlan.Move> plan(int[] owners, List<Integer> shards) {
      Map<Integer, Integer> has = new HashMap<>();
      shards.forEach(shard -> has.put(shard, 0));
      List<Integer> homeless = new ArrayList<>();
      for (int slot = 0; slot < owners.length; slot++) {
        if (!shards.contains(owners[slot])
            || has.merge(owners[slot], 1, Integer::sum) > share(owners.length, shards.size())) {
          has.computeIfPresent(owners[slot], (shard, count) -> count - 1);
          homeless.add(slot);
        }
      }
      List<MovePlan.Move> moves = new ArrayList<>();
      for (int slot : homeless) {
        int to = Collections.min(shards, Comparator.comparing(has::get));
        has.merge(to, 1, Integer::sum);
        if (to != owners[slot]) {
          moves.add(new MovePlan.Move(slot, owners[slot], to));
        }
      }
      return moves;
    }
  }

  /** Everybody may keep the share, rounded up: the last one gets what is left. */
  static class RoundedUpForAll extends MovePlanContract {
    @Override
    Answer answer() {
      return new Shares() {
        @Override
        int share(int slots, int shards) {
          return (slots + shards - 1) / shards;
        }
      };
    }
  }

  /** Nobody may keep more than the share, rounded down. */
  static class RoundedDownForAll extends MovePlanContract {
    @Override
    Answer answer() {
      return new Shares() {
        @Override
        int share(int slots, int shards) {
          return slots / shards;
        }
      };
    }
  }

  /** Only who leaves gives anything away. */
  static class OnlyWhoLeavesGives extends MovePlanContract {
    @Override
    Answer answer() {
      return new Shares() {
        @Override
        int share(int slots, int shards) {
          return slots;
        }
      };
    }
  }

  /** Carries the plan out while it makes it. */
  static class CarriesItOut extends MovePlanContract {
    @Override
    Answer answer() {
      return (owners, shards) -> {
        List<MovePlan.Move> moves =
            new scalebook.partitioning.solution.MovePlan().plan(owners, shards);
        moves.forEach(move -> owners[move.slot()] = move.to());
        return moves;
      };
    }
  }

  /** From the fullest to the emptiest, again and again: a slot may be on its way twice. */
  static class StepByStep extends MovePlanContract {
    @Override
    Answer answer() {
      return (owners, shards) -> {
        int[] now = owners.clone();
        List<MovePlan.Move> moves = new ArrayList<>();
        for (int slot = 0; slot < now.length; slot++) {
          if (!shards.contains(now[slot])) {
            moves.add(new MovePlan.Move(slot, now[slot], shards.get(0)));
            now[slot] = shards.get(0);
          }
        }
        while (true) {
          Map<Integer, Integer> has = new HashMap<>();
          shards.forEach(shard -> has.put(shard, 0));
          for (int owner : now) {
            has.merge(owner, 1, Integer::sum);
          }
          int most = Collections.max(shards, Comparator.comparing(has::get));
          int least = Collections.min(shards, Comparator.comparing(has::get));
          if (has.get(most) - has.get(least) < 2) {
            return moves;
          }
          int slot = 0;
          while (now[slot] != most) {
            slot++;
          }
          moves.add(new MovePlan.Move(slot, most, least));
          now[slot] = least;
        }
      };
    }
  }

  private MovePlanWrongAnswers() {}
}

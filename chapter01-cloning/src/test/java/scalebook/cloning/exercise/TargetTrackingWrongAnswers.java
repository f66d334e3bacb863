package scalebook.cloning.exercise;

import java.util.ArrayDeque;
import java.util.Deque;

/** What people really write. */
final class TargetTrackingWrongAnswers {
  private static int wanted(
      int clones, double total, double target, int floor, int ceiling, double tolerance) {
    boolean near = Math.abs(total / (clones * target) - 1) <= tolerance;
    int wanted = near ? clones : (int) Math.ceil(total / target);
    return Math.max(floor, Math.min(wanted, ceiling));
  }

  /** The formula alone: each wave changes the clones. */
  static class NoMemory extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      return (now, clones, total) ->
          Double.isNaN(total) ? clones : wanted(clones, total, target, floor, ceiling, tolerance);
    }
  }

  /** One threshold, one clone at a time: late, and never content. */
  static class OneAtATime extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      return (now, clones, total) -> {
        int next = clones + (total / clones > target ? 1 : -1);
        return Math.max(floor, Math.min(next, ceiling));
      };
    }
  }

  /** A cool-down after each change, in both directions: a step up waits for it, too. */
  static class CoolsDownBothWays extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      long[] quietSince = {0};
      return (now, clones, total) -> {
        int next =
            Double.isNaN(total) ? clones : wanted(clones, total, target, floor, ceiling, tolerance);
        if (next == clones || now - quietSince[0] <= coolDown) {
          return clones;
        }
        quietSince[0] = now;
        return next;
      };
    }
  }

  /** No reading is taken for no load. */
  static class NoReadingIsNoLoad extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      Deque<long[]> recent = new ArrayDeque<>();
      return (now, clones, total) -> {
        double load = Double.isNaN(total) ? 0 : total;
        int next = wanted(clones, load, target, floor, ceiling, tolerance);
        recent.removeIf(wish -> now - wish[0] > coolDown);
        recent.add(new long[] {now, next});
        int most = (int) recent.stream().mapToLong(wish -> wish[1]).max().getAsLong();
        return next >= clones ? next : Math.min(clones, most);
      };
    }
  }

  /** What it did not know it forgets: the first reading after a dead monitor empties the fleet. */
  static class ForgetsWhatItDidNotKnow extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      Deque<long[]> recent = new ArrayDeque<>();
      return (now, clones, total) -> {
        if (Double.isNaN(total)) {
          return clones;
        }
        int next = wanted(clones, total, target, floor, ceiling, tolerance);
        recent.removeIf(wish -> now - wish[0] > coolDown);
        recent.add(new long[] {now, next});
        int most = (int) recent.stream().mapToLong(wish -> wish[1]).max().getAsLong();
        return next >= clones ? next : Math.min(clones, most);
      };
    }
  }

  /** After the cool-down it goes to the last wish: what was wanted in the middle is forgotten. */
  static class GoesToTheLastWish extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      long[] enoughAt = {Long.MIN_VALUE / 2};
      return (now, clones, total) -> {
        int next =
            Double.isNaN(total) ? clones : wanted(clones, total, target, floor, ceiling, tolerance);
        if (next >= clones) {
          enoughAt[0] = now;
        }
        return next >= clones || now - enoughAt[0] > coolDown ? next : clones;
      };
    }
  }

  private record Wish(long at, int clones) {}

  /** The most that was wanted, whoever is there: an old wish starts clones. */
  static class FollowsOldWishes extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      Deque<Wish> recent = new ArrayDeque<>();
      return (now, clones, total) -> {
        int next =
            Double.isNaN(total) ? clones : wanted(clones, total, target, floor, ceiling, tolerance);
        recent.removeIf(wish -> now - wish.at() > coolDown);
        recent.add(new Wish(now, next));
        int most = recent.stream().mapToInt(Wish::clones).max().getAsInt();
        return next >= clones ? next : most;
      };
    }
  }

  /** A step up begins the memory anew: a larger wish of before is forgotten. */
  static class AStepUpForgets extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      Deque<Wish> recent = new ArrayDeque<>();
      return (now, clones, total) -> {
        int next =
            Double.isNaN(total) ? clones : wanted(clones, total, target, floor, ceiling, tolerance);
        recent.removeIf(wish -> now - wish.at() > coolDown || next > clones);
        recent.add(new Wish(now, next));
        int most = recent.stream().mapToInt(Wish::clones).max().getAsInt();
        return next >= clones ? next : Math.min(clones, most);
      };
    }
  }

  /** No reading is taken for the last one: an old dip then sends clones away. */
  static class TheLastReadingCounts extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      var ours =
          new scalebook.cloning.solution.TargetTracking(
              target, floor, ceiling, tolerance, coolDown);
      double[] last = {Double.NaN};
      return (now, clones, total) -> {
        last[0] = Double.isNaN(total) ? last[0] : total;
        return ours.decide(now, clones, last[0]);
      };
    }
  }

  /** The bounds hold without a reading, too: a guess then starts or stops clones. */
  static class BoundsWithoutAReading extends TargetTrackingContract {
    @Override
    Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
      var ours =
          new scalebook.cloning.solution.TargetTracking(
              target, floor, ceiling, tolerance, coolDown);
      return (now, clones, total) -> {
        int next = ours.decide(now, clones, total);
        return Math.max(floor, Math.min(next, ceiling));
      };
    }
  }
}

package scalebook.cloning.exercise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What people really write. */
final class OutlierEjectionWrongAnswers {
  /** A correct frame with one rule wrong at a time. */
  private abstract static class Almost implements OutlierEjectionContract.Answer {
    final List<String> clones;
    final int inARow;
    final long base;
    final LongSupplier clock;
    final Map<String, Integer> failures = new HashMap<>();
    final Map<String, Long> until = new HashMap<>();

    Almost(List<String> clones, int inARow, long base, LongSupplier clock) {
      this.clones = clones;
      this.inARow = inARow;
      this.base = base;
      this.clock = clock;
    }

    @Override
    public void failed(String clone) {
      if (failures.merge(clone, 1, Integer::sum) >= inARow
          && inRotation().size() > clones.size() / 2) {
        until.put(clone, clock.getAsLong() + base);
      }
    }

    @Override
    public void answered(String clone) {
      failures.remove(clone);
    }

    @Override
    public List<String> inRotation() {
      return clones.stream()
          .filter(c -> until.getOrDefault(c, Long.MIN_VALUE) <= clock.getAsLong())
          .toList();
    }
  }

  /** Counts all failures of a clone's life. */
  static class NeverForgets extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        public void answered(String clone) {}
      };
    }
  }

  /** Believes whoever looks sick, until nobody is left. */
  static class EjectsEverybody extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        public void failed(String clone) {
          if (failures.merge(clone, 1, Integer::sum) >= inARow) {
            until.put(clone, clock.getAsLong() + base);
          }
        }
      };
    }
  }

  /** A clone that is sick for an hour meets requests every second. */
  static class SamePauseEveryTime extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {};
    }
  }

  /** Takes an answer to an old request for health. */
  static class BelievesLateAnswers extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        public void answered(String clone) {
          super.answered(clone);
          until.remove(clone);
        }
      };
    }
  }

  private OutlierEjectionWrongAnswers() {}
}

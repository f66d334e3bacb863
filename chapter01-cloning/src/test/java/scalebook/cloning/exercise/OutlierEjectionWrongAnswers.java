package scalebook.cloning.exercise;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What people really write. */
final class OutlierEjectionWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements OutlierEjectionContract.Answer {
    final List<String> clones;
    final int inARow;
    final long base;
    final LongSupplier clock;
    final Map<String, Integer> row = new HashMap<>();
    final Map<String, Integer> ejections = new HashMap<>();
    final Map<String, Long> until = new HashMap<>();

    Almost(List<String> clones, int inARow, long base, LongSupplier clock) {
      this.clones = clones;
      this.inARow = inARow;
      this.base = base;
      this.clock = clock;
    }

    boolean ejected(String clone) {
      return clock.getAsLong() < until.getOrDefault(clone, Long.MIN_VALUE);
    }

    boolean mayGo() {
      return (inRotation().size() - 1) * 2 >= clones.size();
    }

    boolean enough(String clone) {
      return ejections.getOrDefault(clone, 0) > 0 || row.getOrDefault(clone, 0) >= inARow;
    }

    long pause(int before) {
      return base << Math.min(before, 20);
    }

    void eject(String clone) {
      int before = ejections.merge(clone, 1, Integer::sum) - 1;
      until.put(clone, clock.getAsLong() + pause(before));
    }

    void refused(String clone) {}

    @Override
    public void failed(String clone) {
      if (ejected(clone)) {
        return;
      }
      row.merge(clone, 1, Integer::sum);
      if (enough(clone)) {
        if (mayGo()) {
          eject(clone);
        } else {
          refused(clone);
        }
      }
    }

    @Override
    public void answered(String clone) {
      if (!ejected(clone)) {
        row.remove(clone);
        ejections.remove(clone);
      }
    }

    @Override
    public List<String> inRotation() {
      return clones.stream().filter(clone -> !ejected(clone)).toList();
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

  /** Believes that whoever looks sick is, until nobody is left. */
  static class EjectsEverybody extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        boolean mayGo() {
          return true;
        }
      };
    }
  }

  /** With five clones two stay: half, rounded down. */
  static class LessThanHalfStays extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        boolean mayGo() {
          return inRotation().size() > clones.size() / 2;
        }
      };
    }
  }

  /** Two stay, as in the example. */
  static class KnowsFourClones extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        boolean mayGo() {
          return inRotation().size() > 2;
        }
      };
    }
  }

  /** Three in a row, as in the example. */
  static class KnowsThreeInARow extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, 3, base, clock);
    }
  }

  /** A clone that is sick for an hour meets requests every second. */
  static class SamePauseEveryTime extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        long pause(int before) {
          return base;
        }
      };
    }
  }

  /** Doubles for ever: after 54 ejections in a row the pause is negative. */
  static class Overflows extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        long pause(int before) {
          return base << before;
        }
      };
    }
  }

  /** Needs three failures on probation, too. */
  static class NoProbation extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        boolean enough(String clone) {
          return row.getOrDefault(clone, 0) >= inARow;
        }

        @Override
        void eject(String clone) {
          super.eject(clone);
          row.remove(clone);
        }
      };
    }
  }

  /** Once on probation, always on probation. */
  static class ProbationForEver extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      Map<String, Boolean> suspects = new HashMap<>();
      return new Almost(clones, inARow, base, clock) {
        @Override
        boolean enough(String clone) {
          return suspects.containsKey(clone) || super.enough(clone);
        }

        @Override
        void eject(String clone) {
          suspects.put(clone, true);
          super.eject(clone);
        }
      };
    }
  }

  /** Takes an answer to an old request for health. */
  static class BelievesLateAnswers extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        public void answered(String clone) {
          until.remove(clone);
          super.answered(clone);
        }
      };
    }
  }

  /** A failure of an old request begins the ejection anew. */
  static class LateFailuresProlong extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        public void failed(String clone) {
          if (ejected(clone)) {
            until.put(clone, clock.getAsLong() + pause(ejections.get(clone) - 1));
          }
          super.failed(clone);
        }
      };
    }
  }

  /** One row for all clones together. */
  static class OneRowForAll extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        boolean enough(String clone) {
          return row.values().stream().mapToInt(n -> n).sum() >= inARow;
        }
      };
    }
  }

  /** Any answer shows that the network works, and clears all rows. */
  static class OneAnswerClearsAll extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        public void answered(String clone) {
          super.answered(clone);
          row.clear();
        }
      };
    }
  }

  /** Who may not be ejected begins a new row. */
  static class ForgivesWhoMustStay extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        void refused(String clone) {
          row.remove(clone);
        }
      };
    }
  }

  /** Counts an ejection that did not take place. */
  static class CountsWhatItMayNot extends OutlierEjectionContract {
    @Override
    Answer answer(List<String> clones, int inARow, long base, LongSupplier clock) {
      return new Almost(clones, inARow, base, clock) {
        @Override
        void refused(String clone) {
          ejections.merge(clone, 1, Integer::sum);
        }
      };
    }
  }

  private OutlierEjectionWrongAnswers() {}
}

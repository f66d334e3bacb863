package scalebook.transactions.exercise;

import java.util.List;
import scalebook.transactions.exercise.SagaRunner.End;
import scalebook.transactions.exercise.SagaRunner.Journal;
import scalebook.transactions.exercise.SagaRunner.Refused;
import scalebook.transactions.exercise.SagaRunner.Step;

/** What people really write. */
final class SagaRunnerWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements SagaRunnerContract.Answer {
    @Override
    public End run(List<Step> steps, Journal journal) {
      List<String> entries = journal.entries();
      String last = entries.isEmpty() ? "do 0" : entries.get(entries.size() - 1);
      if (last.startsWith("comp")) {
        return last.equals("completed") ? End.COMPLETED : End.COMPENSATED;
      }
      int from = number(last);
      return last.startsWith("undo")
          ? backward(steps, journal, from)
          : forward(steps, journal, from);
    }

    int number(String entry) {
      return Integer.parseInt(entry.split(" ")[1]);
    }

    void intent(Journal journal, String direction, int step) {
      journal.write(direction + " " + step);
    }

    void over(Journal journal, String how) {
      journal.write(how);
    }

    End forward(List<Step> steps, Journal journal, int from) {
      for (int i = from; i < steps.size(); i++) {
        intent(journal, "do", i);
        try {
          steps.get(i).act();
        } catch (Refused no) {
          return backward(steps, journal, i);
        }
      }
      over(journal, "completed");
      return End.COMPLETED;
    }

    void undo(Step step) {
      step.compensate();
    }

    End backward(List<Step> steps, Journal journal, int from) {
      for (int i = from; i >= 0; i--) {
        intent(journal, "undo", i);
        undo(steps.get(i));
      }
      over(journal, "compensated");
      return End.COMPENSATED;
    }
  }

  /** Writes down what was done, not what is about to be done. */
  static class NotesAfterTheDeed extends SagaRunnerContract {
    @Override
    Answer answer() {
      return (steps, journal) -> {
        if (journal.entries().contains("compensated")) {
          return End.COMPENSATED;
        }
        for (int i = journal.entries().size(); i < steps.size(); i++) {
          try {
            steps.get(i).act();
          } catch (Refused no) {
            for (int j = i - 1; j >= 0; j--) {
              steps.get(j).compensate();
            }
            journal.write("compensated");
            return End.COMPENSATED;
          }
          journal.write("done " + i);
        }
        return End.COMPLETED;
      };
    }
  }

  /** No journal: starts from the beginning, everything is idempotent anyway. */
  static class StartsOver extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public End run(List<Step> steps, Journal journal) {
          return forward(steps, journal, 0);
        }
      };
    }
  }

  /** Writes down only when the direction changes: the way back begins at its beginning again. */
  static class NotesTheDirection extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void intent(Journal journal, String direction, int step) {
          List<String> entries = journal.entries();
          if (entries.isEmpty() || !entries.get(entries.size() - 1).startsWith(direction)) {
            super.intent(journal, direction, step);
          }
        }
      };
    }
  }

  /** A plan for all steps at once: afterwards nobody knows how far it came. */
  static class WritesThePlan extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        End forward(List<Step> steps, Journal journal, int from) {
          for (int i = from; i < steps.size(); i++) {
            journal.write("do " + i);
          }
          return super.forward(steps, journal, from);
        }
      };
    }
  }

  /** Goes on forward also when the way back had begun. */
  static class ForgetsTheDirection extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public End run(List<Step> steps, Journal journal) {
          List<String> entries = journal.entries();
          String last = entries.isEmpty() ? "do 0" : entries.get(entries.size() - 1);
          return last.startsWith("undo")
              ? forward(steps, journal, number(last))
              : super.run(steps, journal);
        }
      };
    }
  }

  /** Undoes from the first to the last. */
  static class UndoesForward extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        End backward(List<Step> steps, Journal journal, int from) {
          for (int i = 0; i <= from; i++) {
            intent(journal, "undo", i);
            steps.get(i).compensate();
          }
          over(journal, "compensated");
          return End.COMPENSATED;
        }
      };
    }
  }

  /** What was refused was not done, so there is nothing to undo. */
  static class SparesTheRefusedStep extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        End forward(List<Step> steps, Journal journal, int from) {
          for (int i = from; i < steps.size(); i++) {
            intent(journal, "do", i);
            try {
              steps.get(i).act();
            } catch (Refused no) {
              return backward(steps, journal, i - 1);
            }
          }
          over(journal, "completed");
          return End.COMPLETED;
        }
      };
    }
  }

  /** The last entry was done, so the next step is the next one. */
  static class SkipsTheStepInDoubt extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public End run(List<Step> steps, Journal journal) {
          List<String> entries = journal.entries();
          String last = entries.isEmpty() ? "" : entries.get(entries.size() - 1);
          return last.startsWith("do")
              ? forward(steps, journal, number(last) + 1)
              : super.run(steps, journal);
        }
      };
    }
  }

  /** A saga that was compensated is over, but the journal does not say so. */
  static class NoLastWord extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void over(Journal journal, String how) {
          if (how.equals("completed")) {
            super.over(journal, how);
          }
        }
      };
    }
  }

  /** Any trouble is a no: what was perhaps done is undone because of a lost answer. */
  static class TakesTroubleForARefusal extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        End forward(List<Step> steps, Journal journal, int from) {
          for (int i = from; i < steps.size(); i++) {
            intent(journal, "do", i);
            try {
              steps.get(i).act();
            } catch (Refused | RuntimeException no) {
              return backward(steps, journal, i);
            }
          }
          over(journal, "completed");
          return End.COMPLETED;
        }
      };
    }
  }

  /** A compensation that threw was done, surely. */
  static class SwallowsASilentCompensation extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void undo(Step step) {
          try {
            step.compensate();
          } catch (RuntimeException e) {
            // On we go.
          }
        }
      };
    }
  }

  /** Reads a step's number as one digit: right for ten steps. */
  static class OneDigit extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        int number(String entry) {
          return entry.charAt(entry.length() - 1) - '0';
        }
      };
    }
  }

  /** Keeps the direction in a field, and the next saga of this runner goes backward. */
  static class RemembersInAField extends SagaRunnerContract {
    @Override
    Answer answer() {
      return new Almost() {
        private boolean back;

        @Override
        public End run(List<Step> steps, Journal journal) {
          if (back && journal.entries().isEmpty()) {
            return backward(steps, journal, steps.size() - 1);
          }
          return super.run(steps, journal);
        }

        @Override
        End backward(List<Step> steps, Journal journal, int from) {
          back = true;
          return super.backward(steps, journal, from);
        }
      };
    }
  }
}

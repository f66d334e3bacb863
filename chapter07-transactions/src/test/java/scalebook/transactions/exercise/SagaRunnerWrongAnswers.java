package scalebook.transactions.exercise;

import java.util.List;
import scalebook.transactions.exercise.SagaRunner.End;
import scalebook.transactions.exercise.SagaRunner.Journal;
import scalebook.transactions.exercise.SagaRunner.Refused;
import scalebook.transactions.exercise.SagaRunner.Step;

/** What people really write. */
final class SagaRunnerWrongAnswers {

  /** Writes down what was done, not what is about to be done. */
  static class NotesAfterTheDeed extends SagaRunnerContract {
    @Override
    Answer answer() {
      return (steps, journal) -> {
        int i = journal.entries().size();
        if (journal.entries().contains("compensated")) {
          return End.COMPENSATED;
        }
        for (; i < steps.size(); i++) {
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
      return SagaRunnerWrongAnswers::fromTheBeginning;
    }
  }

  private static End fromTheBeginning(List<Step> steps, Journal journal) {
    for (int i = 0; i < steps.size(); i++) {
      try {
        steps.get(i).act();
      } catch (Refused no) {
        for (int j = i; j >= 0; j--) {
          steps.get(j).compensate();
        }
        return End.COMPENSATED;
      }
    }
    return End.COMPLETED;
  }

  /** Goes on forward also when the way back had begun. */
  static class ForgetsTheDirection extends SagaRunnerContract {
    @Override
    Answer answer() {
      return (steps, journal) -> {
        List<String> entries = journal.entries();
        if (entries.contains("completed")) {
          return End.COMPLETED;
        }
        int from =
            entries.isEmpty() ? 0 : Integer.parseInt(entries.get(entries.size() - 1).split(" ")[1]);
        for (int i = from; i < steps.size(); i++) {
          journal.write("step " + i);
          try {
            steps.get(i).act();
          } catch (Refused no) {
            for (int j = i; j >= 0; j--) {
              steps.get(j).compensate();
            }
            return End.COMPENSATED;
          }
        }
        journal.write("completed");
        return End.COMPLETED;
      };
    }
  }

  /** Undoes from the first to the last. */
  static class UndoesForward extends SagaRunnerContract {
    @Override
    Answer answer() {
      return (steps, journal) -> {
        for (int i = 0; i < steps.size(); i++) {
          journal.write("do " + i);
          try {
            steps.get(i).act();
          } catch (Refused no) {
            for (int j = 0; j <= i; j++) {
              journal.write("undo " + j);
              steps.get(j).compensate();
            }
            return End.COMPENSATED;
          }
        }
        return End.COMPLETED;
      };
    }
  }

  private SagaRunnerWrongAnswers() {}
}

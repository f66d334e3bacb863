package scalebook.transactions.solution;

import java.util.List;
import scalebook.transactions.exercise.SagaRunner.End;
import scalebook.transactions.exercise.SagaRunner.Journal;
import scalebook.transactions.exercise.SagaRunner.Refused;
import scalebook.transactions.exercise.SagaRunner.Step;

/** The last entry is all that a successor needs: a direction and a step. */
public final class SagaRunner {
  public End run(List<Step> steps, Journal journal) {
    List<String> entries = journal.entries();
    String[] last =
        entries.isEmpty() ? new String[] {"do", "0"} : entries.get(entries.size() - 1).split(" ");
    return switch (last[0]) {
      case "completed" -> End.COMPLETED;
      case "compensated" -> End.COMPENSATED;
      case "undo" -> backward(steps, journal, Integer.parseInt(last[1]));
      default -> forward(steps, journal, Integer.parseInt(last[1]));
    };
  }

  private static End forward(List<Step> steps, Journal journal, int from) {
    for (int i = from; i < steps.size(); i++) {
      journal.write("do " + i);
      try {
        steps.get(i).act();
      } catch (Refused no) {
        return backward(steps, journal, i);
      }
    }
    journal.write("completed");
    return End.COMPLETED;
  }

  private static End backward(List<Step> steps, Journal journal, int from) {
    for (int i = from; i >= 0; i--) {
      journal.write("undo " + i);
      steps.get(i).compensate();
    }
    journal.write("compensated");
    return End.COMPENSATED;
  }
}

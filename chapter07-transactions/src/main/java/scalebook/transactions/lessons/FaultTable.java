package scalebook.transactions.lessons;

import java.util.List;
import scalebook.lab.story.Story;
import scalebook.transactions.service.Faults;

/** What broke where, and what was left. */
final class FaultTable {
  private FaultTable() {}

  /** Tells a row for each, and returns how many were not right. */
  static long tell(Story story, List<Faults.Outcome> outcomes) {
    Story.Table table = story.table("where", "what", "recovered ms", "violations", "in doubt");
    for (Faults.Outcome outcome : outcomes) {
      boolean next = outcome.kind() == Faults.Kind.HALT && outcome.millis() == 0;
      table.row(
          outcome.place().replaceFirst("#.*", "").replace('-', ' '),
          switch (outcome.kind()) {
            case HALT -> "the shop dies";
            case KILL -> "database dies";
            case CUT -> "link is cut";
          },
          next ? "died, too" : String.valueOf(outcome.millis()),
          outcome.finding().violations().size() + outcome.broken(),
          outcome.finding().inDoubt());
    }
    return violations(outcomes);
  }

  static long violations(List<Faults.Outcome> outcomes) {
    return outcomes.stream()
        .mapToLong(outcome -> outcome.finding().violations().size() + outcome.broken())
        .sum();
  }

  static boolean allHappened(List<Faults.Outcome> outcomes) {
    return outcomes.stream().allMatch(Faults.Outcome::happened);
  }

  static long slowest(List<Faults.Outcome> outcomes) {
    return outcomes.stream().mapToLong(Faults.Outcome::millis).max().orElse(0);
  }
}

package scalebook.transactions.solution;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scalebook.transactions.exercise.DecisionLog.Branch;
import scalebook.transactions.exercise.DecisionLog.Kind;
import scalebook.transactions.exercise.DecisionLog.Plan;
import scalebook.transactions.exercise.DecisionLog.Record;

/** Presumed abort: what the log does not know was not decided. */
public final class DecisionLog {
  public Plan recover(
      String coordinator, List<Record> log, Set<Branch> prepared, Set<String> running) {
    Set<String> decided = new HashSet<>();
    for (Record record : log) {
      if (!record.whole()) {
        break; // nothing after it was ever acknowledged
      }
      if (record.kind() == Kind.DECIDED) {
        decided.add(record.transaction());
      }
    }
    Plan plan = new Plan(new HashSet<>(), new HashSet<>());
    for (Branch branch : prepared) {
      if (branch.coordinator().equals(coordinator) && !running.contains(branch.transaction())) {
        boolean commit = decided.contains(branch.transaction());
        (commit ? plan.commit() : plan.rollBack()).add(branch);
      }
    }
    return plan;
  }
}

package scalebook.transactions.exercise;

import java.util.List;
import java.util.Set;
import scalebook.lab.exercise.Todo;

/** What a coordinator does first after a crash. */
public final class DecisionLog {
  /** What a record of the log says. */
  public enum Kind {
    /** The transaction is to be committed. */
    DECIDED,
    /** All databases have committed it. */
    DONE
  }

  /** {@code whole} is false when its checksum is wrong: the crash came while it was written. */
  public record Record(Kind kind, String transaction, boolean whole) {}

  /** A branch that a database has prepared and not ended. */
  public record Branch(String coordinator, String transaction, String database) {}

  /** What to do with the branches that are ours to end. */
  public record Plan(Set<Branch> commit, Set<Branch> rollBack) {}

  /**
   * Decides about prepared branches. Without a decision in the log there was none (presumed abort).
   * Transactions that are {@code running} are in good hands, decided or not, and other
   * coordinators' branches are none of our business. From the first record on that is not whole
   * nothing counts.
   */
  public Plan recover(
      String coordinator, List<Record> log, Set<Branch> prepared, Set<String> running) {
    throw new Todo("commit what was decided, roll back what was not, leave the rest alone");
  }
}

package scalebook.partitioning.scatter;

import java.util.Set;

/**
 * An answer of all shards, or it says what it lacks: shards that did not answer, with the slots
 * that they own, and slots for which nobody answered, or two.
 */
public record Gathered<T>(T value, Set<Integer> missing, Set<Integer> unsure) {
  public boolean complete() {
    return missing.isEmpty() && unsure.isEmpty();
  }

  /** In words; for an answer that is not complete. */
  public String lack() {
    return (missing.isEmpty() ? "" : "no answer from shards " + missing + " in time")
        + (missing.isEmpty() || unsure.isEmpty() ? "" : "; ")
        + (unsure.isEmpty() ? "" : "not one answer for each of slots " + unsure);
  }

  /** The value, when nothing is missing. */
  public T whole() throws Incomplete {
    if (!complete()) {
      throw new Incomplete(lack());
    }
    return value;
  }

  /** Part of an answer is not taken for one. */
  public static final class Incomplete extends Exception {
    private static final long serialVersionUID = 1;

    Incomplete(String message) {
      super(message);
    }
  }
}

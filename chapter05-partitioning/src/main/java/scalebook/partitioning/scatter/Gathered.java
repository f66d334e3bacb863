package scalebook.partitioning.scatter;

import java.util.Set;

/** An answer of all shards, or of all but those that are missing: then it says so. */
public record Gathered<T>(T value, Set<Integer> missing) {
  public boolean complete() {
    return missing.isEmpty();
  }

  /** The value, when nothing is missing. */
  public T whole() throws Incomplete {
    if (!complete()) {
      throw new Incomplete("no answer from shards " + missing + " in time");
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

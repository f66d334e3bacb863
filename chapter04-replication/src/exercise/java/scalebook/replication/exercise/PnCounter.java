package scalebook.replication.exercise;

import java.util.Map;
import scalebook.lab.exercise.Todo;

/**
 * A counter of which every region has a copy, changes it without asking, and merges the others'
 * copies when they come: in any order, late, or twice. In the end all copies say the same.
 */
public final class PnCounter {
  /** What a copy tells the others, of all that it has heard of: for each region, your numbers. */
  public record State(Map<String, Long> plus, Map<String, Long> minus) {}

  /**
   * @param region whose copy this is
   */
  public PnCounter(String region) {}

  /** Adds, or takes away when it is negative. */
  public void add(long amount) {
    throw new Todo("only this region's own numbers change");
  }

  public long value() {
    throw new Todo("all that was added, less all that was taken");
  }

  public State state() {
    throw new Todo("a copy that does not change when this one does");
  }

  /** Another copy's state, of now or of long ago. */
  public void merge(State other) {
    throw new Todo("which of two numbers of one region is the newer one?");
  }
}

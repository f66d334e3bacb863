package scalebook.partitioning.exercise;

import java.util.List;
import scalebook.lab.exercise.Todo;

/**
 * Which slots move when the set of shards changes: so few as there can be, and afterwards no shard
 * has two more than another.
 */
public final class MovePlan {
  /** {@code slot} goes from one shard to another. */
  public record Move(int slot, int from, int to) {}

  /**
   * @param owners the shard of each slot, only to be looked at; a shard that is not in {@code
   *     shards} leaves
   * @param shards those that are there from now on, at least one
   */
  public List<Move> plan(int[] owners, List<Integer> shards) {
    throw new Todo("from those that have too many, or leave, to those that have too few");
  }
}

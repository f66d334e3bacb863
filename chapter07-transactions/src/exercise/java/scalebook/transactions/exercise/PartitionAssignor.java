package scalebook.transactions.exercise;

import java.util.List;
import java.util.Map;
import java.util.Set;
import scalebook.lab.exercise.Todo;

/** Divides a topic's partitions among the consumers of a group, and moves as few as it must. */
public final class PartitionAssignor {
  /**
   * Who reads what from now on: each member with its partitions in ascending order, or none.
   *
   * @param partitions how many there are, numbered from 0
   * @param members the group as it is now, at least one
   * @param before who read what; of members that may be gone, and with numbers that may be no
   *     partitions any more. Two members of the group may claim the same one: one of them has
   *     missed a rebalance.
   */
  public Map<String, List<Integer>> assign(
      int partitions, Set<String> members, Map<String, List<Integer>> before) {
    throw new Todo("a fair share for each, and of what it has as much as the share allows");
  }
}

package scalebook.transactions.solution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The larger shares go to those who hold the most: so the most can stay. */
public final class PartitionAssignor {
  public Map<String, List<Integer>> assign(
      int partitions, Set<String> members, Map<String, List<Integer>> before) {
    Map<String, TreeSet<Integer>> kept = new TreeMap<>();
    for (String member : members) {
      kept.put(member, new TreeSet<>(before.getOrDefault(member, List.of())));
    }
    TreeSet<Integer> free = new TreeSet<>();
    for (int partition = 0; partition < partitions; partition++) {
      int one = partition;
      if (kept.values().stream().filter(own -> own.contains(one)).count() != 1) {
        kept.values().forEach(own -> own.remove(one));
        free.add(one);
      }
    }
    kept.values().forEach(own -> own.removeIf(p -> p < 0 || p >= partitions));
    List<String> order = new ArrayList<>(kept.keySet());
    order.sort(Comparator.comparing((String member) -> -kept.get(member).size()));
    for (String member : order) {
      int share = share(partitions, order, member);
      while (kept.get(member).size() > share) {
        free.add(kept.get(member).pollLast());
      }
    }
    Map<String, List<Integer>> assigned = new TreeMap<>();
    for (String member : order) {
      while (kept.get(member).size() < share(partitions, order, member)) {
        kept.get(member).add(free.pollFirst());
      }
      assigned.put(member, List.copyOf(kept.get(member)));
    }
    return assigned;
  }

  private static int share(int partitions, List<String> order, String member) {
    int larger = partitions % order.size();
    return partitions / order.size() + (order.indexOf(member) < larger ? 1 : 0);
  }
}

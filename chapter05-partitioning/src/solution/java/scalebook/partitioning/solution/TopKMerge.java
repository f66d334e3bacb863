package scalebook.partitioning.solution;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import scalebook.partitioning.exercise.TopKMerge.Page;
import scalebook.partitioning.exercise.TopKMerge.Shard;

/** By key, not by offset: no shard sends more than one page, however deep it is. */
public final class TopKMerge {
  public Page page(Map<String, Shard> shards, int size, Optional<Long> last) {
    List<Long> all = new ArrayList<>();
    Set<String> missing = new TreeSet<>();
    for (Map.Entry<String, Shard> shard : shards.entrySet()) {
      try {
        all.addAll(shard.getValue().largest(size, last.orElse(Long.MAX_VALUE)));
      } catch (Exception dead) {
        missing.add(shard.getKey());
      }
    }
    all.sort(Comparator.reverseOrder());
    return new Page(List.copyOf(all.subList(0, Math.min(size, all.size()))), missing);
  }
}

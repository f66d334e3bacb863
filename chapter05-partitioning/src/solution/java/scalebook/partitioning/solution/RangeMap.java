package scalebook.partitioning.solution;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** A sorted map from the first key of each range to its node. */
public final class RangeMap {
  private final TreeMap<Long, Integer> owners = new TreeMap<>();

  public RangeMap() {
    owners.put(Long.MIN_VALUE, 0);
  }

  public int node(long key) {
    return owners.floorEntry(key).getValue();
  }

  public void split(long key, int node) {
    owners.put(key, node);
  }

  public void merge(long key) {
    if (key == Long.MIN_VALUE || owners.remove(key) == null) {
      throw new IllegalArgumentException("no range to merge begins at " + key);
    }
  }

  public List<Integer> nodes(long from, long to) {
    if (from > to) {
      return List.of();
    }
    Set<Integer> nodes = new LinkedHashSet<>();
    nodes.add(node(from)); // its range may begin long before
    nodes.addAll(owners.subMap(from, false, to, true).values());
    return new ArrayList<>(nodes);
  }
}

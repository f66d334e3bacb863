package scalebook.partitioning.solution;

import java.util.Map;
import java.util.TreeMap;
import scalebook.partitioning.placement.Hash64;

/** The circle as a sorted map from points to nodes. */
public final class HashRing {
  private final int virtualNodes;
  private final TreeMap<Long, Integer> circle = new TreeMap<>();

  public HashRing(int virtualNodes) {
    this.virtualNodes = virtualNodes;
  }

  public void add(int node) {
    for (int i = 0; i < virtualNodes; i++) {
      circle.put(Hash64.of(node, i), node);
    }
  }

  public void remove(int node) {
    circle.values().removeIf(owner -> owner == node);
  }

  public int node(long key) {
    Map.Entry<Long, Integer> next = circle.ceilingEntry(Hash64.of(key));
    return (next == null ? circle.firstEntry() : next).getValue();
  }
}

package scalebook.partitioning.placement;

import java.util.HashMap;
import java.util.Map;

/**
 * Bids, as in rendezvous hashing, but no node takes more than its fair share and a bit: a key whose
 * first choice is full goes to its next one (after Mirrokni and others, 2018). It must know the
 * loads, so it is for requests and jobs rather than for stored rows. Not for several threads.
 */
public final class BoundedLoad {
  private final int[] nodes;
  private final double factor;
  private final Map<Integer, Integer> loads = new HashMap<>();
  private final Map<Long, Integer> placed = new HashMap<>();

  /** {@code factor}: 1.25 lets a node have a quarter more than the average. */
  public BoundedLoad(double factor, int... nodes) {
    if (factor < 1 || nodes.length < 1) {
      throw new IllegalArgumentException("factor " + factor + " for " + nodes.length + " nodes");
    }
    this.factor = factor;
    this.nodes = nodes.clone();
  }

  /** The node for a key, which from now on counts as one of its load. */
  public int place(long key) {
    Integer known = placed.get(key);
    if (known != null) {
      return known;
    }
    int bound = (int) Math.ceil(factor * (placed.size() + 1) / nodes.length);

    int chosen = -1;
    long highest = Long.MIN_VALUE;
    for (int node : nodes) {
      long bid = Hash64.of(node, key);
      if (loads.getOrDefault(node, 0) < bound && bid >= highest) {
        highest = bid;
        chosen = node;
      }
    }
    placed.put(key, chosen);
    loads.merge(chosen, 1, Integer::sum);
    return chosen;
  }

  public void remove(long key) {
    Integer node = placed.remove(key);
    if (node != null) {
      loads.merge(node, -1, Integer::sum);
    }
  }

  public int load(int node) {
    return loads.getOrDefault(node, 0);
  }
}

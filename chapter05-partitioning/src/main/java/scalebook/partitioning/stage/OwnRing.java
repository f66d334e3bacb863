package scalebook.partitioning.stage;

import java.util.stream.IntStream;
import scalebook.partitioning.placement.Placement;

/** What a reader wrote for exercise HashRing. */
public interface OwnRing {
  void add(int node);

  int node(long key);

  /** As a placement, with the nodes 0 to n-1. */
  static Placement with(OwnRing ring, int nodes) {
    IntStream.range(0, nodes).forEach(ring::add);
    return ring::node;
  }
}

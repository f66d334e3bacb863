package scalebook.partitioning.placement;

import java.util.List;

/** Ranges of keys, each with its node. */
public interface Ranges {
  int node(long key);

  /** From this key on the range belongs to another node; what is below stays where it is. */
  Ranges split(long key, int node);

  /** The nodes that have any of the keys from … to, both included, in the order of the keys. */
  List<Integer> nodes(long from, long to);
}

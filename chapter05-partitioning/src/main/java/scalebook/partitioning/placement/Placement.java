package scalebook.partitioning.placement;

import java.util.stream.IntStream;

/** Which node owns a key. The same for the same key, as long as the nodes stay the same. */
@FunctionalInterface
public interface Placement {
  /** A node's number. */
  int node(long key);

  /** The key itself, modulo n: as even as the keys are, and ids often come in steps. */
  static Placement remainder(int nodes) {
    positive(nodes);
    return key -> (int) Long.remainderUnsigned(key, nodes);
  }

  /** Each node has one part of the circle, all equally long: they shift when n changes. */
  static Placement sectors(int nodes) {
    positive(nodes);
    return key -> (int) (((Hash64.of(key) >>> 32) * nodes) >>> 32);
  }

  /** Hash of the key, modulo n: even, quick, and everything moves when n changes. */
  static Placement modulo(int nodes) {
    positive(nodes);
    // Unsigned: a signed remainder is negative for half of all hashes, and Math.abs does not help
    // the one number that has no opposite.
    return key -> (int) Long.remainderUnsigned(Hash64.of(key), nodes);
  }

  /**
   * Jump consistent hash (Lamping and Veach, 2014): no table at all. The last node can come and go;
   * one in the middle cannot.
   */
  static Placement jump(int nodes) {
    positive(nodes);
    return key -> {
      long random = Hash64.of(key);
      int bucket = 0;
      while (true) {
        random = random * 2862933555777941757L + 1;
        // The division needs no earlier jump, so that the processor can begin it ahead of time.
        double stretch = 0x1.0p31 / ((int) (random >>> 33) + 1);
        int next = (int) ((bucket + 1) * stretch); // at most 2³¹ - 1, where the cast stops
        if (next >= nodes) {
          return bucket;
        }
        bucket = next;
      }
    };
  }

  /** Every node bids for every key, and the highest bid wins (Thaler and Ravishankar, 1998). */
  static Placement rendezvous(int... nodes) {
    positive(nodes.length);
    int[] all = nodes.clone();
    return key -> {
      int best = all[0];
      long highest = Long.MIN_VALUE;
      for (int node : all) {
        long bid = Hash64.of(node, key);
        if (bid > highest) {
          highest = bid;
          best = node;
        }
      }
      return best;
    };
  }

  private static void positive(int nodes) {
    if (nodes < 1) {
      throw new IllegalArgumentException("at least one node is needed, not " + nodes);
    }
  }

  /** 0, 1, … n-1. */
  static int[] numbers(int nodes) {
    return IntStream.range(0, nodes).toArray();
  }
}

package scalebook.partitioning.placement;

/**
 * A table that nodes fill in turns, each in an order of its own (Eisenbud and others, 2016). A
 * look-up is one array access and the shares are even to a thousandth; when a node leaves, a few
 * more keys move than must.
 */
public final class Maglev implements Placement {
  /** A prime, well above a hundred times the nodes. */
  public static final int SIZE = 65_537;

  private final int[] table;

  public Maglev(int... nodes) {
    this(SIZE, nodes);
  }

  /** {@code size} must be a prime, or a node's order would not reach every place. */
  public Maglev(int size, int... nodes) {
    if (nodes.length < 1 || nodes.length > size) {
      throw new IllegalArgumentException(nodes.length + " nodes in a table of " + size);
    }
    table = new int[size];
    boolean[] taken = new boolean[size];
    long[] offset = new long[nodes.length];
    long[] skip = new long[nodes.length];
    long[] next = new long[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      offset[i] = Long.remainderUnsigned(Hash64.of(nodes[i], 1), size);
      skip[i] = 1 + Long.remainderUnsigned(Hash64.of(nodes[i], 2), size - 1);
    }
    for (int filled = 0; filled < size; ) {
      for (int i = 0; i < nodes.length && filled < size; i++) {
        int place;
        do {
          place = (int) ((offset[i] + skip[i] * next[i]++) % size);
        } while (taken[place]);
        taken[place] = true;
        table[place] = nodes[i];
        filled++;
      }
    }
  }

  @Override
  public int node(long key) {
    return table[(int) Long.remainderUnsigned(Hash64.of(key), table.length)];
  }
}

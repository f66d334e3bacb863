package scalebook.caching.eviction;

import java.util.HashMap;
import java.util.Map;

/**
 * How many hits an LRU of any size has, without one (Mattson and others, 1970): a read hits exactly
 * when fewer different keys than fit were read since the last read of its own key.
 *
 * <p>A Fenwick tree marks the last read of each key, and counts the marks in between.
 */
public final class ReuseDistances {
  private static final int FIRST_READ = -1;

  private final int[] distances;
  private final int[] tree;

  public ReuseDistances(int[] trace) {
    distances = new int[trace.length];
    tree = new int[trace.length + 1];
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < trace.length; i++) {
      Integer before = last.put(trace[i], i);
      distances[i] = before == null ? FIRST_READ : marksUpTo(i - 1) - marksUpTo(before);
      if (before != null) {
        mark(before, -1);
      }
      mark(i, 1);
    }
  }

  private void mark(int at, int by) {
    for (int i = at + 1; i < tree.length; i += i & -i) {
      tree[i] += by;
    }
  }

  private int marksUpTo(int at) {
    int sum = 0;
    for (int i = at + 1; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }

  /** Whether the i-th read hits in an LRU of so many entries. */
  public boolean hits(int i, int capacity) {
    return distances[i] != FIRST_READ && distances[i] < capacity;
  }
}

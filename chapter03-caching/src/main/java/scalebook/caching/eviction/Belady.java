package scalebook.caching.eviction;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The key that is needed again last goes (Belady's MIN), the new one itself perhaps. No rule has
 * more hits; none can know what it knows: the reads to come.
 */
public final class Belady implements Eviction {
  private static final int NEVER = Integer.MAX_VALUE;

  private final int capacity;
  private final int[] nextUse;
  private final Map<Integer, Needed> entries = new HashMap<>();
  private final TreeSet<Needed> order =
      new TreeSet<>(Comparator.comparingInt(Needed::again).thenComparingInt(Needed::key));
  private int at;

  private record Needed(int key, int again) {}

  /**
   * @param trace all reads, in the order in which they will come
   * @param sight how many reads ahead it sees; a use beyond that is none
   */
  public Belady(int capacity, int[] trace, int sight) {
    this.capacity = capacity;
    this.nextUse = new int[trace.length];
    Map<Integer, Integer> next = new HashMap<>();
    for (int i = trace.length - 1; i >= 0; i--) {
      Integer again = next.put(trace[i], i);
      nextUse[i] = again == null || again - i > sight ? NEVER : again;
    }
  }

  @Override
  public boolean read(int key) {
    Needed before = entries.remove(key);
    if (before != null) {
      order.remove(before);
    }
    Needed now = new Needed(key, nextUse[at++]);
    entries.put(key, now);
    order.add(now);
    if (entries.size() > capacity) {
      entries.remove(order.pollLast().key);
    }
    return before != null;
  }
}

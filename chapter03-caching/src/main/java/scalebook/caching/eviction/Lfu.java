package scalebook.caching.eviction;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * The key that was read least often goes. Counts age: after so many reads all of them are halved,
 * or what was popular once would stay for ever.
 */
public final class Lfu implements Eviction {
  private static final Comparator<Used> LEAST =
      Comparator.comparingLong(Used::count).thenComparingLong(Used::last);

  private final int capacity;
  private final long ageing;
  private final Map<Integer, Used> entries = new HashMap<>();
  private final TreeSet<Used> order = new TreeSet<>(LEAST);
  private long reads;

  private record Used(int key, long count, long last) {}

  /** {@code ageing}: after so many reads counts are halved. */
  public Lfu(int capacity, long ageing) {
    this.capacity = capacity;
    this.ageing = ageing;
  }

  @Override
  public boolean read(int key) {
    if (++reads % ageing == 0) {
      age();
    }
    Used before = entries.get(key);
    if (before != null) {
      order.remove(before);
    } else if (entries.size() == capacity) {
      entries.remove(order.pollFirst().key);
    }
    Used now = new Used(key, before == null ? 1 : before.count + 1, reads);
    entries.put(key, now);
    order.add(now);
    return before != null;
  }

  private void age() {
    order.clear();
    entries.replaceAll((key, used) -> new Used(key, used.count / 2, used.last));
    order.addAll(entries.values());
  }
}

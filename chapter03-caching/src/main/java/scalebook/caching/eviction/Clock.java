package scalebook.caching.eviction;

import java.util.HashMap;
import java.util.Map;

/**
 * LRU without lists: a read only sets a mark. A hand goes round; it takes marks away, and the first
 * key without one goes. Operating systems choose memory pages like this.
 */
public final class Clock implements Eviction {
  private final int[] keys;
  private final boolean[] marked;
  private final Map<Integer, Integer> slots = new HashMap<>();
  private int hand;

  public Clock(int capacity) {
    this.keys = new int[capacity];
    this.marked = new boolean[capacity];
  }

  @Override
  public boolean read(int key) {
    Integer slot = slots.get(key);
    if (slot != null) {
      marked[slot] = true;
      return true;
    }
    int free = slots.size() < keys.length ? slots.size() : evict();
    keys[free] = key;
    marked[free] = false;
    slots.put(key, free);
    return false;
  }

  /** The slot that is free now. */
  private int evict() {
    while (marked[hand]) {
      marked[hand] = false;
      hand = (hand + 1) % keys.length;
    }
    int free = hand;
    slots.remove(keys[free]);
    hand = (hand + 1) % keys.length;
    return free;
  }
}

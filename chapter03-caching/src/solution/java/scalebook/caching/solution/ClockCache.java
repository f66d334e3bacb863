package scalebook.caching.solution;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A read sets a bit and moves nothing; the hand pays for it later. Not for several threads. */
public final class ClockCache<K, V> {
  private final int capacity;
  private final Map<K, Entry<K, V>> entries = new HashMap<>();
  private final List<Entry<K, V>> ring = new ArrayList<>();
  private int hand;

  private static final class Entry<K, V> {
    private final K key;
    private V value;
    private boolean marked;

    private Entry(K key, V value) {
      this.key = key;
      this.value = value;
    }
  }

  public ClockCache(int capacity) {
    this.capacity = capacity;
  }

  public Optional<V> get(K key) {
    Entry<K, V> entry = entries.get(key);
    if (entry == null) {
      return Optional.empty();
    }
    entry.marked = true;
    return Optional.of(entry.value);
  }

  public void put(K key, V value) {
    Entry<K, V> there = entries.get(key);
    if (there != null) {
      there.value = value;
      there.marked = true;
      return;
    }
    Entry<K, V> entry = new Entry<>(key, value);
    entries.put(key, entry);
    if (ring.size() < capacity) {
      ring.add(entry);
      return;
    }
    while (ring.get(hand).marked) {
      ring.get(hand).marked = false;
      hand = (hand + 1) % capacity;
    }
    entries.remove(ring.set(hand, entry).key);
    hand = (hand + 1) % capacity;
  }

  public int size() {
    return entries.size();
  }
}

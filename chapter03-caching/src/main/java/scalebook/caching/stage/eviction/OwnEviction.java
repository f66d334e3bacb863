package scalebook.caching.stage.eviction;

import java.util.Optional;
import scalebook.caching.eviction.Eviction;
import scalebook.lab.Own;

/** What a reader wrote for exercise LruCache or ClockCache. */
public interface OwnEviction {
  Optional<Integer> get(Integer key);

  void put(Integer key, Integer value);

  /** The reader's of this policy, if it is to be used. */
  static Optional<Eviction> of(Own own, Policy policy, int capacity) {
    String exercise =
        switch (policy) {
          case LRU -> "LruCache";
          case CLOCK -> "ClockCache";
          default -> "";
        };
    return own.made(exercise, OwnEviction.class, capacity).map(cache -> key -> cache.hitOrPut(key));
  }

  private boolean hitOrPut(int key) {
    boolean hit = get(key).isPresent();
    if (!hit) {
      put(key, key);
    }
    return hit;
  }
}

package scalebook.caching.eviction;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/**
 * W-TinyLFU, as Caffeine has it: a small window takes every newcomer; from there it comes into the
 * main part only when a sketch of counts says that it is read more often than who would have to go.
 */
public final class WTinyLfu implements Eviction {
  private final Cache<Integer, Integer> cache;

  public WTinyLfu(int capacity) {
    cache =
        Caffeine.newBuilder()
            .maximumSize(capacity)
            .executor(Runnable::run) // evicts at once, not in the background
            .build();
  }

  @Override
  public boolean read(int key) {
    boolean hit = cache.getIfPresent(key) != null;
    if (!hit) {
      cache.put(key, key);
    }
    return hit;
  }
}

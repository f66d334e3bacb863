package scalebook.caching.eviction;

/** A full cache and its rule for who must go. */
@FunctionalInterface
public interface Eviction {
  /** Reads a key: true on a hit; on a miss the key comes in, and another one may have to go. */
  boolean read(int key);
}

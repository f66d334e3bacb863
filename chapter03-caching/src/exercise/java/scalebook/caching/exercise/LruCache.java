package scalebook.caching.exercise;

import java.util.Optional;
import scalebook.lab.exercise.Todo;

/**
 * Holds so many entries and no more: when one too many comes, the one goes that was used longest
 * ago. Reading is using.
 */
public final class LruCache<K, V> {
  public LruCache(int capacity) {}

  public Optional<V> get(K key) {
    throw new Todo("what is there; and it was used just now");
  }

  public void put(K key, V value) {
    throw new Todo("there, and nobody goes who need not");
  }

  public int size() {
    throw new Todo("how many are there");
  }
}

package scalebook.caching.exercise;

import java.util.Optional;
import scalebook.lab.exercise.Todo;

/**
 * Holds so many entries in a ring of slots. A read only sets a mark. When one too many comes, a
 * hand goes round: it takes marks away, and the first entry without one goes.
 */
public final class ClockCache<K, V> {
  public ClockCache(int capacity) {}

  public Optional<V> get(K key) {
    throw new Todo("what is there; and it has a mark now");
  }

  public void put(K key, V value) {
    throw new Todo("there, in the slot of the one that had to go");
  }

  public int size() {
    throw new Todo("how many are there");
  }
}

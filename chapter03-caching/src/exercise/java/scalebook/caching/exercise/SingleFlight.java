package scalebook.caching.exercise;

import java.util.concurrent.Callable;
import scalebook.lab.exercise.Todo;

/**
 * Of several threads that want the same thing at the same time one fetches it, and all get it. It
 * is no cache: who asks when nobody is fetching, fetches.
 */
public final class SingleFlight<V> {
  /** What {@code fetch} returned, or threw, for this thread or for another one that was first. */
  public V get(String key, Callable<V> fetch) throws Exception {
    throw new Todo("one thread fetches, the others wait for it; other keys do not");
  }
}

package scalebook.caching.exercise;

import java.util.concurrent.Callable;
import scalebook.lab.exercise.Todo;

/**
 * Of several threads that want the same thing at the same time one fetches it, and all get it. It
 * is no cache: who asks when nobody is fetching, fetches.
 */
public final class SingleFlight<V> {
  /**
   * What {@code fetch} returned (null is an answer, too), or threw (an exception or an error), for
   * this thread or for another one that was first. Never two fetches of a key at a time, wherever
   * two or three threads meet. Whoever is interrupted while it waits ends nobody else's wait.
   */
  public V get(String key, Callable<V> fetch) throws Exception {
    throw new Todo("one thread fetches, the others wait for it; other keys do not");
  }
}

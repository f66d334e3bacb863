package scalebook.caching.exercise;

import java.util.Optional;
import java.util.function.Function;
import scalebook.lab.exercise.Todo;

/**
 * Asks the cache first, then the database, and leaves what it found. Values are any text, the empty
 * one included; that there is none is worth remembering, too, but not for as long.
 */
public final class CacheAside {
  /** A cache that may fail at any time, as a server across a network does. */
  public interface Cache {
    Optional<String> get(String key) throws Exception;

    void set(String key, String value, long ttlMillis) throws Exception;
  }

  public CacheAside(
      Cache cache,
      Function<String, Optional<String>> database,
      long ttlMillis,
      long absentMillis) {}

  /**
   * What the database says, or said at most so long ago. It is asked once at most, and what it
   * throws goes to the caller.
   */
  public Optional<String> get(String key) {
    throw new Todo("the cache first, then the database; and the cache may be dead");
  }
}

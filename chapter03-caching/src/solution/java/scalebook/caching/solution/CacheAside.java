package scalebook.caching.solution;

import java.util.Optional;
import java.util.function.Function;
import scalebook.caching.exercise.CacheAside.Cache;

/** A first letter tells a value from the knowledge that there is none. */
public final class CacheAside {
  private final Cache cache;
  private final Function<String, Optional<String>> database;
  private final long ttlMillis;
  private final long absentMillis;

  public CacheAside(
      Cache cache, Function<String, Optional<String>> database, long ttlMillis, long absentMillis) {
    this.cache = cache;
    this.database = database;
    this.ttlMillis = ttlMillis;
    this.absentMillis = absentMillis;
  }

  public Optional<String> get(String key) {
    Optional<String> cached = look(key);
    if (cached.isPresent()) {
      return cached.filter(text -> text.startsWith("+")).map(text -> text.substring(1));
    }
    Optional<String> value = database.apply(key); // a failure is passed on, and not remembered
    leave(key, value.map(text -> "+" + text).orElse("-"), value.isPresent());
    return value;
  }

  private Optional<String> look(String key) {
    try {
      return cache.get(key);
    } catch (Exception dead) {
      return Optional.empty();
    }
  }

  private void leave(String key, String text, boolean present) {
    try {
      cache.set(key, text, present ? ttlMillis : absentMillis);
    } catch (Exception dead) {
      // The answer is right all the same.
    }
  }
}

package scalebook.caching.exercise;

import java.util.Optional;
import java.util.function.Function;

class CacheAsideExerciseTest extends CacheAsideContract {
  @Override
  Answer answer(
      CacheAside.Cache cache, Function<String, Optional<String>> database, long ttl, long absent) {
    return new CacheAside(cache, database, ttl, absent)::get;
  }
}

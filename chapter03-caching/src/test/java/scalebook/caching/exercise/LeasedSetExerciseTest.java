package scalebook.caching.exercise;

import java.util.Optional;
import java.util.function.LongSupplier;

class LeasedSetExerciseTest extends LeasedSetContract {
  @Override
  Answer answer(LongSupplier clockMillis, long leaseMillis) {
    LeasedSet cache = new LeasedSet(clockMillis, leaseMillis);
    return new Answer() {
      @Override
      public Optional<String> get(String key) {
        return cache.get(key);
      }

      @Override
      public Optional<Long> lease(String key) {
        return cache.lease(key);
      }

      @Override
      public boolean set(String key, String value, long token) {
        return cache.set(key, value, token);
      }

      @Override
      public void invalidate(String key) {
        cache.invalidate(key);
      }
    };
  }
}

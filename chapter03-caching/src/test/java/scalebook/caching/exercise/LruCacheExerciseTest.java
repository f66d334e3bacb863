package scalebook.caching.exercise;

import java.util.Optional;

class LruCacheExerciseTest extends LruCacheContract {
  @Override
  Answer answer(int capacity) {
    LruCache<String, String> cache = new LruCache<>(capacity);
    return new Answer() {
      @Override
      public Optional<String> get(String key) {
        return cache.get(key);
      }

      @Override
      public void put(String key, String value) {
        cache.put(key, value);
      }

      @Override
      public int size() {
        return cache.size();
      }
    };
  }
}

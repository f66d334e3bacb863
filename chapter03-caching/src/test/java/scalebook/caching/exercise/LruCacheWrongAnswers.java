package scalebook.caching.exercise;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What people really write. */
final class LruCacheWrongAnswers {
  private record OfMap(Map<String, String> map) implements LruCacheContract.Answer {
    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(map.get(key));
    }

    @Override
    public void put(String key, String value) {
      map.put(key, value);
    }

    @Override
    public int size() {
      return map.size();
    }
  }

  /** In the order of arrival: a queue. */
  static class FirstInFirstOut extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      return new OfMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > capacity;
            }
          });
    }
  }

  /** Holds one too few. */
  static class OffByOne extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      return new OfMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() >= capacity;
            }
          });
    }
  }

  /** Makes room before it looks whether that is needed. */
  static class EvictsWhenReplacing extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      Map<String, String> map = new LinkedHashMap<>(16, 0.75f, true);
      return new Answer() {
        @Override
        public Optional<String> get(String key) {
          return Optional.ofNullable(map.get(key));
        }

        @Override
        public void put(String key, String value) {
          if (map.size() >= capacity) {
            map.remove(map.keySet().iterator().next());
          }
          map.put(key, value);
        }

        @Override
        public int size() {
          return map.size();
        }
      };
    }
  }

  private LruCacheWrongAnswers() {}
}

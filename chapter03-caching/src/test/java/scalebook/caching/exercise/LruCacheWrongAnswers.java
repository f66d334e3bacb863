package scalebook.caching.exercise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What people really write. */
final class LruCacheWrongAnswers {
  private record OfMap(Map<Object, String> map) implements LruCacheContract.Answer {
    @Override
    public Optional<String> get(Object key) {
      return Optional.ofNullable(map.get(key));
    }

    @Override
    public void put(Object key, String value) {
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
            protected boolean removeEldestEntry(Map.Entry<Object, String> eldest) {
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
            protected boolean removeEldestEntry(Map.Entry<Object, String> eldest) {
              return size() >= capacity;
            }
          });
    }
  }

  /** Makes room before it looks whether that is needed. */
  static class EvictsWhenReplacing extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      Map<Object, String> map = new LinkedHashMap<>(16, 0.75f, true);
      return new Answer() {
        @Override
        public Optional<String> get(Object key) {
          return Optional.ofNullable(map.get(key));
        }

        @Override
        public void put(Object key, String value) {
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

  /** A map, and an order of keys that a subclass keeps. */
  private abstract static class Ordered implements LruCacheContract.Answer {
    final Map<Object, String> values = new HashMap<>();
    final List<Object> order = new LinkedList<>();
    final int capacity;

    Ordered(int capacity) {
      this.capacity = capacity;
    }

    abstract void used(Object key);

    void makeRoom() {
      values.remove(order.remove(0));
    }

    @Override
    public Optional<String> get(Object key) {
      if (!values.containsKey(key)) {
        return Optional.empty();
      }
      used(key);
      return Optional.of(values.get(key));
    }

    @Override
    public void put(Object key, String value) {
      if (values.containsKey(key)) {
        used(key);
      } else {
        if (values.size() == capacity) {
          makeRoom();
        }
        order.add(key);
      }
      values.put(key, value);
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  /** A list of keys: each use searches it. */
  static class AListOfKeys extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ordered(capacity) {
        @Override
        void used(Object key) {
          order.remove(key);
          order.add(key);
        }
      };
    }
  }

  /** A mark for what was used, and a second chance: nearly right, and quick. */
  static class ASecondChance extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      Set<Object> marked = new HashSet<>();
      return new Ordered(capacity) {
        @Override
        void used(Object key) {
          marked.add(key);
        }

        @Override
        void makeRoom() {
          Object oldest = order.remove(0);
          while (marked.remove(oldest)) {
            order.add(oldest);
            oldest = order.remove(0);
          }
          values.remove(oldest);
        }
      };
    }
  }

  /** The newest goes, so that the others need not move. */
  static class TheNewestGoes extends LruCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ordered(capacity) {
        @Override
        void used(Object key) {}

        @Override
        void makeRoom() {
          values.remove(order.remove(order.size() - 1));
        }
      };
    }
  }

  /** Static: all caches of the program are one. */
  static class OneForAll extends LruCacheContract {
    private Answer one;

    @Override
    Answer answer(int capacity) {
      one = one == null ? new OfMap(new LinkedHashMap<>()) : one;
      return one;
    }
  }

  private LruCacheWrongAnswers() {}
}

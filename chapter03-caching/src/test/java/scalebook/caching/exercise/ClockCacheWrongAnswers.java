package scalebook.caching.exercise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What people really write. */
final class ClockCacheWrongAnswers {
  /** A right one, of which each subclass changes one thing. */
  private static class Ring implements ClockCacheContract.Answer {
    final Map<Object, String> values = new HashMap<>();
    final Set<Object> marked = new HashSet<>();
    final List<Object> slots = new ArrayList<>();
    final int capacity;
    int hand;

    Ring(int capacity) {
      this.capacity = capacity;
    }

    @Override
    public Optional<String> get(Object key) {
      if (values.containsKey(key)) {
        read(key);
      }
      return Optional.ofNullable(values.get(key));
    }

    @Override
    public void put(Object key, String value) {
      if (values.put(key, value) != null) {
        writtenAgain(key);
      } else if (slots.size() < capacity) {
        slots.add(key);
        came(key);
      } else {
        replace(key);
        came(key);
      }
    }

    void read(Object key) {
      marked.add(key);
    }

    void writtenAgain(Object key) {
      marked.add(key);
    }

    void came(Object key) {}

    void passed(Object key) {
      marked.remove(key);
    }

    void replace(Object key) {
      for (int i = 0; i < capacity && marked.contains(slots.get(hand)); i++) {
        passed(slots.get(hand));
        hand = (hand + 1) % capacity;
      }
      Object gone = slots.set(hand, key);
      values.remove(gone);
      marked.remove(gone);
      hand = (hand + 1) % capacity;
    }

    @Override
    public int size() {
      return values.size();
    }
  }

  /** A read sets no mark: a queue. */
  static class NoMarks extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void read(Object key) {}
      };
    }
  }

  /** Marks stay: whoever was read once has a chance for ever. */
  static class MarksStay extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void passed(Object key) {}
      };
    }
  }

  /** A new entry has a mark: a scan pushes out what is read again. */
  static class MarkedOnArrival extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void came(Object key) {
          marked.add(key);
        }
      };
    }
  }

  /** Each search begins at the first slot. */
  static class FromTheFirstSlot extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void replace(Object key) {
          hand = 0;
          super.replace(key);
        }
      };
    }
  }

  /** The hand stays at the entry that has just come. */
  static class TheHandStays extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void replace(Object key) {
          super.replace(key);
          hand = (hand + capacity - 1) % capacity;
        }
      };
    }
  }

  /** Writing again is not reading. */
  static class WritingSetsNoMark extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void writtenAgain(Object key) {}
      };
    }
  }

  /** All marks go when somebody must. */
  static class AllMarksGo extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void replace(Object key) {
          super.replace(key);
          marked.clear();
        }
      };
    }
  }

  /** Exact LRU: better, perhaps, and something else. */
  static class AnLru extends ClockCacheContract {
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
          map.put(key, value);
          if (map.size() > capacity) {
            map.remove(map.keySet().iterator().next());
          }
        }

        @Override
        public int size() {
          return map.size();
        }
      };
    }
  }

  /** Looks for each key in the ring. */
  static class ASearchOfTheRing extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void read(Object key) {
          marked.add(slots.get(slots.indexOf(key)));
        }
      };
    }
  }

  /** Looks for a slot before it looks whether the key is there: marks go for nothing. */
  static class LooksForRoomFirst extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        public void put(Object key, String value) {
          while (slots.size() == capacity && marked.contains(slots.get(hand))) {
            passed(slots.get(hand));
            hand = (hand + 1) % capacity;
          }
          super.put(key, value);
        }
      };
    }
  }

  /** The hand moves on at each write, also of a key that is there. */
  static class EveryWriteMovesTheHand extends ClockCacheContract {
    @Override
    Answer answer(int capacity) {
      return new Ring(capacity) {
        @Override
        void writtenAgain(Object key) {
          super.writtenAgain(key);
          hand = (hand + 1) % capacity;
        }
      };
    }
  }

  private ClockCacheWrongAnswers() {}
}

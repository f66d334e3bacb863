package scalebook.sessions.exercise;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import scalebook.sessions.exercise.SessionCache.Store;
import scalebook.sessions.exercise.SessionCache.Versioned;

/** What people really write. */
final class SessionCacheWrongAnswers {
  /** Right; each wrong answer differs in one method. */
  private static class Near implements SessionCacheContract.Answer {
    final Store store;
    final Map<String, Versioned> copies;
    final Map<String, Long> atLeast = new HashMap<>();

    Near(Store store, int most) {
      this.store = store;
      this.copies =
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Versioned> eldest) {
              return size() > most;
            }
          };
    }

    @Override
    public Optional<Versioned> read(String id, long seen) {
      return Optional.ofNullable(copies.get(id))
          .filter(copy -> copy.version() >= Math.max(seen, atLeast.getOrDefault(id, 0L)))
          .or(() -> kept(id, store.load(id)));
    }

    @Override
    public Optional<Versioned> write(String id, String text) {
      return kept(id, store.save(id, text));
    }

    @Override
    public void changed(String id, long version) {
      atLeast.merge(id, version, Math::max);
    }

    Optional<Versioned> kept(String id, Optional<Versioned> told) {
      if (told.isEmpty()) {
        copies.remove(id);
        return told;
      }
      return Optional.of(copies.merge(id, told.get(), (a, b) -> a.version() > b.version() ? a : b));
    }
  }

  /** What is there is shown. */
  static class BelievesItsCopy extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public Optional<Versioned> read(String id, long seen) {
          return super.read(id, 0);
        }
      };
    }
  }

  /** Never stale, and no cache. */
  static class AsksAlways extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public Optional<Versioned> read(String id, long seen) {
          return store.load(id);
        }
      };
    }
  }

  /** Whatever comes last is the copy. */
  static class KeepsWhatComesLast extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        Optional<Versioned> kept(String id, Optional<Versioned> told) {
          copies.remove(id);
          return super.kept(id, told);
        }
      };
    }
  }

  /** Drops the copy, and forgets that it was told. */
  static class DropsAndForgets extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public void changed(String id, long version) {
          Versioned copy = copies.get(id);
          if (copy != null && copy.version() < version) {
            copies.remove(id);
          }
        }
      };
    }
  }

  /** Drops the copy at every message, also at its own. */
  static class DropsAtEveryMessage extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public void changed(String id, long version) {
          super.changed(id, version);
          copies.remove(id);
        }
      };
    }
  }

  /** The store knows it no more, and the copy stays. */
  static class KeepsTheEnded extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        Optional<Versioned> kept(String id, Optional<Versioned> told) {
          return told.isEmpty() ? told : super.kept(id, told);
        }
      };
    }
  }

  /** A write goes to the store only. */
  static class WritesPastTheCopy extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public Optional<Versioned> write(String id, String text) {
          return store.save(id, text);
        }
      };
    }
  }

  /** Copies of everybody who ever came. */
  static class Unbounded extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, Integer.MAX_VALUE);
    }
  }

  /** One copy for all. */
  static class OneForAll extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public void changed(String id, long version) {
          copies.keySet().forEach(each -> super.changed(each, version));
        }
      };
    }
  }

  /** Of two messages the one that comes last. */
  static class TheLastMessageCounts extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public void changed(String id, long version) {
          atLeast.put(id, version);
        }
      };
    }
  }

  /** Of two writes the one that is answered last. */
  static class AWriteIsAlwaysTheNewest extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public Optional<Versioned> write(String id, String text) {
          Optional<Versioned> told = store.save(id, text);
          copies.remove(id);
          return kept(id, told);
        }
      };
    }
  }

  /** Keeps what it sent, not what the store has made of it. */
  static class KeepsItsOwnText extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public Optional<Versioned> write(String id, String text) {
          return kept(id, store.save(id, text).map(told -> new Versioned(text, told.version())));
        }
      };
    }
  }

  /** One more than the copy: nobody else writes. */
  static class CountsByItself extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        @Override
        public Optional<Versioned> write(String id, String text) {
          long last = copies.containsKey(id) ? copies.get(id).version() : 0;
          Optional<Versioned> told = store.save(id, text);
          return kept(
              id, told.map(t -> new Versioned(t.text(), last == 0 ? t.version() : last + 1)));
        }
      };
    }
  }

  /** What was not there will not be there. */
  static class RemembersThatThereIsNone extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most) {
        private final Map<String, Long> none = new HashMap<>();

        @Override
        public Optional<Versioned> read(String id, long seen) {
          return none.containsKey(id) ? Optional.empty() : super.read(id, seen);
        }

        @Override
        Optional<Versioned> kept(String id, Optional<Versioned> told) {
          if (told.isEmpty()) {
            none.put(id, 0L);
          }
          return super.kept(id, told);
        }
      };
    }
  }

  /** Looks before it puts, and is one too large. */
  static class OneTooMany extends SessionCacheContract {
    @Override
    Answer answer(Store store, int most) {
      return new Near(store, most + 1);
    }
  }

  private SessionCacheWrongAnswers() {}
}

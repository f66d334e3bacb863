package scalebook.caching.exercise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What people really write. */
final class CacheAsideWrongAnswers {
  /** Remembers values only: what does not exist is asked for again and again. */
  static class ForgetsWhatIsNot extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      return key -> {
        Optional<String> cached = look(cache, key);
        if (cached.isPresent()) {
          return cached;
        }
        Optional<String> value = database.apply(key);
        value.ifPresent(text -> leave(cache, key, text, ttl));
        return value;
      };
    }
  }

  /** An empty text stands for "there is none". */
  static class EmptyMeansNone extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      return key -> {
        Optional<String> cached = look(cache, key);
        if (cached.isPresent()) {
          return cached.filter(text -> !text.isEmpty());
        }
        Optional<String> value = database.apply(key);
        leave(cache, key, value.orElse(""), value.isPresent() ? ttl : absent);
        return value;
      };
    }
  }

  /** "There is none" lives as long as a value: what is new stays hidden. */
  static class OneTimeToLive extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      return new scalebook.caching.solution.CacheAside(cache, database, ttl, ttl)::get;
    }
  }

  /** Fails when the cache fails. */
  static class NeedsItsCache extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      return key -> {
        try {
          Optional<String> cached = cache.get(key);
          if (cached.isPresent()) {
            return cached.filter(text -> text.startsWith("+")).map(text -> text.substring(1));
          }
          Optional<String> value = database.apply(key);
          cache.set(
              key, value.map(text -> "+" + text).orElse("-"), value.isPresent() ? ttl : absent);
          return value;
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      };
    }
  }

  /** Takes a failed query for "there is none", and remembers that. */
  static class RemembersFailures extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      Function<String, Optional<String>> calm =
          key -> {
            try {
              return database.apply(key);
            } catch (RuntimeException e) {
              return Optional.empty();
            }
          };
      return new scalebook.caching.solution.CacheAside(cache, calm, ttl, absent)::get;
    }
  }

  private static Optional<String> look(CacheAside.Cache cache, String key) {
    try {
      return cache.get(key);
    } catch (Exception dead) {
      return Optional.empty();
    }
  }

  private static void leave(CacheAside.Cache cache, String key, String text, long ttl) {
    try {
      cache.set(key, text, ttl);
    } catch (Exception dead) {
      // The answer is right all the same.
    }
  }

  /** One try around everything: a failure of the database is taken for one of the cache. */
  static class AsksTwice extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      return key -> {
        try {
          Optional<String> cached = cache.get(key);
          if (cached.isPresent()) {
            return cached.filter(text -> text.startsWith("+")).map(text -> text.substring(1));
          }
          Optional<String> value = database.apply(key);
          cache.set(
              key, value.map(text -> "+" + text).orElse("-"), value.isPresent() ? ttl : absent);
          return value;
        } catch (Exception dead) {
          return database.apply(key);
        }
      };
    }
  }

  /** Keeps in its own memory what it has read: nothing ever ends there. */
  static class ASecondCache extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      Map<String, Optional<String>> near = new HashMap<>();
      var behind = new scalebook.caching.solution.CacheAside(cache, database, ttl, absent);
      return key -> near.computeIfAbsent(key, behind::get);
    }
  }

  /** Remembers in its own memory what there is none of, and other processes ask again. */
  static class NonesInMemory extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      Set<String> none = new HashSet<>();
      return key -> {
        Optional<String> cached = look(cache, key);
        if (cached.isPresent() || none.contains(key)) {
          return cached.map(text -> text.substring(1));
        }
        Optional<String> value = database.apply(key);
        value.ifPresentOrElse(text -> leave(cache, key, "+" + text, ttl), () -> none.add(key));
        return value;
      };
    }
  }

  /** Lives longer with every read: a popular value is never read anew. */
  static class ProlongsWithEachRead extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      var behind = new scalebook.caching.solution.CacheAside(cache, database, ttl, absent);
      return key -> {
        Optional<String> value = behind.get(key);
        value.ifPresent(text -> leave(cache, key, "+" + text, ttl));
        return value;
      };
    }
  }

  /** Expects input-output trouble only. */
  static class CatchesOneKind extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      CacheAside.Cache calm =
          new CacheAside.Cache() {
            @Override
            public Optional<String> get(String key) throws Exception {
              try {
                return cache.get(key);
              } catch (RuntimeException e) {
                throw new AssertionError(e); // goes through the solution's catch
              }
            }

            @Override
            public void set(String key, String value, long ttlMillis) throws Exception {
              cache.set(key, value, ttlMillis);
            }
          };
      return new scalebook.caching.solution.CacheAside(calm, database, ttl, absent)::get;
    }
  }

  /** An odd text stands for "there is none": some day a product has it. */
  static class AnOddTextMeansNone extends CacheAsideContract {
    @Override
    Answer answer(
        CacheAside.Cache cache,
        Function<String, Optional<String>> database,
        long ttl,
        long absent) {
      String none = "\0there is none\0";
      return key -> {
        Optional<String> cached = look(cache, key);
        if (cached.isPresent()) {
          return cached.filter(text -> !text.equals(none));
        }
        Optional<String> value = database.apply(key);
        leave(cache, key, value.orElse(none), value.isPresent() ? ttl : absent);
        return value;
      };
    }
  }

  private CacheAsideWrongAnswers() {}
}

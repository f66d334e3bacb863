package scalebook.caching.exercise;

import java.util.Optional;
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

  private CacheAsideWrongAnswers() {}
}

package scalebook.caching.exercise;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** What people really write. */
final class SingleFlightWrongAnswers {
  /** One lock for everything: nobody shares, and everybody waits. */
  static class OneLock extends SingleFlightContract {
    @Override
    Answer answer() {
      Object lock = new Object();
      return (key, fetch) -> {
        synchronized (lock) {
          return fetch.call();
        }
      };
    }
  }

  /** Never forgets: it has become a cache without an end. */
  static class NeverForgets extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, String> fetched = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        Exception[] failed = {null};
        String value =
            fetched.computeIfAbsent(
                key,
                k -> {
                  try {
                    return fetch.call();
                  } catch (Exception e) {
                    failed[0] = e;
                    return null;
                  }
                });
        if (failed[0] != null) {
          throw failed[0];
        }
        return value;
      };
    }
  }

  /** Forgets the flight only when it went well: after a failure everybody waits for ever. */
  static class StuckAfterAFailure extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, CompletableFuture<String>> flights = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> other = flights.putIfAbsent(key, mine);
        if (other != null) {
          return other.get();
        }
        String value = fetch.call();
        flights.remove(key);
        mine.complete(value);
        return value;
      };
    }
  }

  /** Looks first and puts later: all callers look before the first one puts. */
  static class LooksThenPuts extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, CompletableFuture<String>> done = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        CompletableFuture<String> other = done.get(key);
        if (other != null) {
          return other.get();
        }
        String value = fetch.call();
        done.put(key, CompletableFuture.completedFuture(value));
        done.remove(key);
        return value;
      };
    }
  }

  /** Wraps what the fetch threw. */
  static class WrapsFailures extends SingleFlightContract {
    @Override
    Answer answer() {
      scalebook.caching.solution.SingleFlight<String> flights =
          new scalebook.caching.solution.SingleFlight<>();
      return (key, fetch) -> {
        try {
          return flights.get(key, fetch);
        } catch (Exception e) {
          throw new ExecutionException(e);
        }
      };
    }
  }

  private SingleFlightWrongAnswers() {}
}

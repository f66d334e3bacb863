package scalebook.caching.exercise;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

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

  /** Looks, finds none, and puts its own: two callers can look before one puts. */
  static class LooksThenPutsItsPromise extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, FutureTask<String>> flights = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        FutureTask<String> flight = flights.get(key);
        if (flight == null) {
          flight = new FutureTask<>(fetch);
          flights.put(key, flight);
          flight.run();
          flights.remove(key, flight);
        }
        return of(flight);
      };
    }
  }

  private static String of(Future<String> flight) throws Exception {
    try {
      return flight.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }

  /** Fetches inside the map, which locks a bin of it meanwhile. */
  static class FetchesInTheMap extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, FutureTask<String>> flights = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        FutureTask<String> flight =
            flights.computeIfAbsent(
                key,
                k -> {
                  FutureTask<String> task = new FutureTask<>(fetch);
                  task.run();
                  return task;
                });
        flights.remove(key, flight);
        return of(flight);
      };
    }
  }

  /** After an error, not an exception, the promise is never kept. */
  static class ExpectsExceptionsOnly extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, CompletableFuture<String>> flights = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        CompletableFuture<String> mine = new CompletableFuture<>();
        CompletableFuture<String> other = flights.putIfAbsent(key, mine);
        if (other != null) {
          return of(other);
        }
        try {
          mine.complete(fetch.call());
        } catch (Exception e) {
          mine.completeExceptionally(e);
        }
        flights.remove(key, mine);
        return of(mine);
      };
    }
  }

  /** One promise for all keys. */
  static class OnePromiseForAll extends SingleFlightContract {
    @Override
    Answer answer() {
      scalebook.caching.solution.SingleFlight<String> flights =
          new scalebook.caching.solution.SingleFlight<>();
      return (key, fetch) -> flights.get("", fetch);
    }
  }

  /** A lock for each key: nobody fetches at the same time, and everybody fetches. */
  static class ALockForEachKey extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, Object> locks = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        synchronized (locks.computeIfAbsent(key, k -> new Object())) {
          return fetch.call();
        }
      };
    }
  }

  /** When one flight has ended, it clears the board. */
  static class ClearsTheBoard extends SingleFlightContract {
    @Override
    Answer answer() {
      Map<String, FutureTask<String>> flights = new ConcurrentHashMap<>();
      return (key, fetch) -> {
        FutureTask<String> mine = new FutureTask<>(fetch);
        FutureTask<String> other = flights.putIfAbsent(key, mine);
        if (other == null) {
          mine.run();
          flights.clear();
        }
        return of(other == null ? mine : other);
      };
    }

    private static String of(FutureTask<String> task) throws Exception {
      try {
        return task.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (Exception) e.getCause();
      }
    }
  }

  /** Takes nothing for not yet, and fetches once more. */
  static class NothingIsNotYet extends SingleFlightContract {
    @Override
    Answer answer() {
      var ours = new scalebook.caching.solution.SingleFlight<String>();
      return (key, fetch) -> {
        String value = ours.get(key, fetch);
        return value == null ? fetch.call() : value;
      };
    }
  }

  private SingleFlightWrongAnswers() {}
}

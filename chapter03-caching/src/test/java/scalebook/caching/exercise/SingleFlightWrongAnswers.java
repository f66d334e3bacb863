package scalebook.caching.exercise;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** What people really write. */
final class SingleFlightWrongAnswers {
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

  /** Right but for what one who waits does. */
  private static class Waiting implements SingleFlightContract.Answer {
    final Map<String, FutureTask<String>> flights = new ConcurrentHashMap<>();

    @Override
    public String get(String key, Callable<String> fetch) throws Exception {
      FutureTask<String> mine = new FutureTask<>(fetch);
      FutureTask<String> other = put(key, mine);
      if (other != null) {
        return waits(key, fetch, other);
      }
      mine.run();
      ended(key, mine);
      return of(mine);
    }

    void ended(String key, FutureTask<String> mine) {
      flights.remove(key, mine);
    }

    FutureTask<String> put(String key, FutureTask<String> mine) {
      return flights.putIfAbsent(key, mine);
    }

    String waits(String key, Callable<String> fetch, FutureTask<String> other) throws Exception {
      return of(other);
    }
  }

  /** Looks, finds none, and puts its own: two callers can look before one puts. */
  static class LooksThenPuts extends SingleFlightContract {
    @Override
    Answer answer() {
      return new Waiting() {
        @Override
        FutureTask<String> put(String key, FutureTask<String> mine) {
          FutureTask<String> other = flights.get(key);
          if (other == null) {
            flights.put(key, mine);
          }
          return other;
        }
      };
    }
  }

  /** When one flight has ended, it clears the board. */
  static class ClearsTheBoard extends SingleFlightContract {
    @Override
    Answer answer() {
      return new Waiting() {
        @Override
        void ended(String key, FutureTask<String> mine) {
          flights.clear();
        }
      };
    }
  }

  /** Everybody who waited cleans up, and takes the next flight away. */
  static class EverybodyRemoves extends SingleFlightContract {
    @Override
    Answer answer() {
      return new Waiting() {
        @Override
        String waits(String key, Callable<String> fetch, FutureTask<String> other)
            throws Exception {
          try {
            return of(other);
          } finally {
            flights.remove(key);
          }
        }
      };
    }
  }

  /** Puts its own first, and looks what was there: a third one meets a flight that never starts. */
  static class PutsAndPutsBack extends SingleFlightContract {
    @Override
    Answer answer() {
      return new Waiting() {
        @Override
        FutureTask<String> put(String key, FutureTask<String> mine) {
          FutureTask<String> other = flights.put(key, mine);
          if (other != null) {
            flights.put(key, other);
          }
          return other;
        }
      };
    }
  }

  /** Whoever waited for a failure fetches once more. */
  static class TriesAgainAfterAFailure extends SingleFlightContract {
    @Override
    Answer answer() {
      return new Waiting() {
        @Override
        String waits(String key, Callable<String> fetch, FutureTask<String> other)
            throws Exception {
          try {
            return of(other);
          } catch (IOException e) {
            return get(key, fetch);
          }
        }
      };
    }
  }

  /** Whoever is interrupted while it waits cancels the flight of all. */
  static class AnInterruptCancels extends SingleFlightContract {
    @Override
    Answer answer() {
      return new Waiting() {
        @Override
        String waits(String key, Callable<String> fetch, FutureTask<String> other)
            throws Exception {
          try {
            return of(other);
          } catch (InterruptedException e) {
            other.cancel(true);
            throw e;
          }
        }
      };
    }
  }

  private SingleFlightWrongAnswers() {}
}

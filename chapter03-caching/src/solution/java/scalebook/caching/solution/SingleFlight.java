package scalebook.caching.solution;

import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A FutureTask for each key that is being fetched: the first thread runs it, all wait for it. */
public final class SingleFlight<V> {
  private final ConcurrentMap<String, FutureTask<V>> flights = new ConcurrentHashMap<>();

  public V get(String key, Callable<V> fetch) throws Exception {
    FutureTask<V> mine = new FutureTask<>(fetch);
    FutureTask<V> other = flights.putIfAbsent(key, mine);
    if (other == null) {
      try {
        mine.run();
      } finally {
        flights.remove(key, mine);
      }
    }
    try {
      return (other == null ? mine : other).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (Exception) e.getCause();
    }
  }
}

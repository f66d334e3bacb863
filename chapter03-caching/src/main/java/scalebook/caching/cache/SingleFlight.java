package scalebook.caching.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One caller does the work for a key; those who come while it runs wait for its result.
 *
 * <p>The flight ends before its result is told: a later caller starts a new one, and never gets a
 * result that was there before it asked. (The work may have read before; a cache's readers accept
 * that.) A failure is everybody's failure, once.
 */
public final class SingleFlight<V> implements Flights<V> {
  private final ConcurrentMap<String, CompletableFuture<V>> flights = new ConcurrentHashMap<>();
  private final long waitMillis;

  /** {@code waitMillis}: so long somebody waits for another's flight. */
  public SingleFlight(long waitMillis) {
    this.waitMillis = waitMillis;
  }

  @Override
  public Landed<V> join(String key, Callable<V> work) throws Exception {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> other = flights.putIfAbsent(key, mine);
    return other == null ? new Landed<>(fly(key, mine, work), true) : await(other);
  }

  private V fly(String key, CompletableFuture<V> flight, Callable<V> work) throws Exception {
    try {
      V value = work.call();
      flights.remove(key, flight);
      flight.complete(value);
      return value;
    } catch (Throwable failed) { // an Error must not leave the others waiting
      flights.remove(key, flight);
      flight.completeExceptionally(failed);
      throw failed;
    }
  }

  private Landed<V> await(CompletableFuture<V> flight) throws Exception {
    try {
      return new Landed<>(flight.get(waitMillis, TimeUnit.MILLISECONDS), false);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (TimeoutException e) {
      throw new LoadLimit.Overloaded("another's load took longer than " + waitMillis + " ms");
    }
  }

  /** Under way now. */
  public int flying() {
    return flights.size();
  }
}

package scalebook.caching.stage.stampede;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import scalebook.caching.cache.Flights;
import scalebook.caching.cache.SingleFlight;
import scalebook.lab.Own;

/** What a reader wrote for exercise SingleFlight. */
public interface OwnFlight {
  Object get(String key, Callable<Object> fetch) throws Exception;

  /** The reader's, or ours. */
  static <V> Flights<V> or(Own own, long waitMillis) {
    return own.made("SingleFlight", OwnFlight.class)
        .<Flights<V>>map(flight -> flight::join)
        .orElseGet(() -> new SingleFlight<>(waitMillis));
  }

  @SuppressWarnings("unchecked")
  private <V> Flights.Landed<V> join(String key, Callable<V> work) throws Exception {
    AtomicBoolean mine = new AtomicBoolean();
    V value =
        (V)
            get(
                key,
                () -> {
                  mine.set(true);
                  return work.call();
                });
    return new Flights.Landed<>(value, mine.get());
  }
}

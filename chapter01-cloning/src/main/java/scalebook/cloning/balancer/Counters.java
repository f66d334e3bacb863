package scalebook.cloning.balancer;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of everything: received + refused = answered + own + failed + abandoned once all is
 * quiet.
 */
public final class Counters {
  /** What is counted. */
  public enum Event {
    RECEIVED,
    /** A head that never became a request. */
    REFUSED,
    /** An answer from a clone was passed on. */
    ANSWERED,
    /** The door answered, and no clone was asked. */
    OWN,
    /** An answer of our own (4xx, 5xx), or one cut short. */
    FAILED,
    /** The client left before its answer. */
    ABANDONED
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  Counters() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  void add(Event event) {
    counts.get(event).increment();
  }

  public long of(Event event) {
    return counts.get(event).sum();
  }
}

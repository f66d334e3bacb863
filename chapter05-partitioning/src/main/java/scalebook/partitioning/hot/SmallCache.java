package scalebook.partitioning.hot;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps the few keys that were read last, each for a short while: whoever is hot is always among
 * them. A value is at most that much out of date.
 */
public final class SmallCache {
  private final int capacity;
  private final long keepNanos;
  private final LongSupplier nanos;
  private final Map<String, Copy> copies = new LinkedHashMap<>(16, 0.75f, true);

  private record Copy(long value, long untilNanos) {}

  /** Where a value comes from that is not here. */
  @FunctionalInterface
  public interface Source {
    long read(String key) throws SQLException;
  }

  /** With a capacity of 0 nothing is kept. */
  public SmallCache(int capacity, long keepMillis) {
    this(capacity, keepMillis, System::nanoTime);
  }

  SmallCache(int capacity, long keepMillis, LongSupplier nanos) {
    this.capacity = capacity;
    this.keepNanos = keepMillis * 1_000_000;
    this.nanos = nanos;
  }

  /** Several callers that miss at once all ask the source: lesson 3.3 is about that. */
  public long read(String key, Source source) throws SQLException {
    long now = nanos.getAsLong();
    synchronized (copies) {
      Copy copy = copies.get(key);
      if (copy != null && now - copy.untilNanos < 0) {
        return copy.value;
      }
    }
    long value = source.read(key);
    synchronized (copies) {
      copies.put(key, new Copy(value, now + keepNanos));
      if (copies.size() > capacity) {
        copies.remove(copies.keySet().iterator().next()); // the one not read for the longest time
      }
    }
    return value;
  }
}

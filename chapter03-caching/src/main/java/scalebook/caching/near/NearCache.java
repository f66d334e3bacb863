package scalebook.caching.near;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Copies inside the process of what a shared cache holds, and who makes them go.
 *
 * <p>The shared cache sends a message when a key changes. Messages come in order, so an answer to a
 * question that we asked at some instant proves that all changes before it have been heard of. A
 * copy counts only while the last such proof is younger than the bound: however messages are lost
 * or late, no copy is staler than that.
 */
public final class NearCache {
  private final Source source;
  private final Settings settings;
  private final LongSupplier nanos;
  private final Map<String, Copy> copies = new ConcurrentHashMap<>();
  private final AtomicLong changes = new AtomicLong();
  private final LongAdder hits = new LongAdder();
  private final LongAdder overtaken = new LongAdder();
  private volatile long provenNanos;
  private volatile boolean proven;

  /** The shared cache: one round trip. */
  @FunctionalInterface
  public interface Source {
    Optional<String> get(String key);
  }

  /**
   * How it behaves.
   *
   * @param ttlMillis how long a copy counts; 0 when nothing is kept
   * @param boundMillis how old the last proof may be; {@link #TRUSTING} needs none
   * @param overtaken whether a value is dropped that was loaded while a change came
   */
  public record Settings(long ttlMillis, long boundMillis, boolean overtaken) {
    public static final long TRUSTING = Long.MAX_VALUE;
  }

  private record Copy(Optional<String> value, long untilNanos) {}

  public NearCache(Source source, Settings settings) {
    this(source, settings, System::nanoTime);
  }

  NearCache(Source source, Settings settings, LongSupplier nanos) {
    this.source = source;
    this.settings = settings;
    this.nanos = nanos;
  }

  public Optional<String> get(String key) {
    long now = nanos.getAsLong();
    Copy copy = copies.get(key);
    if (copy != null && now - copy.untilNanos < 0 && trusted(now)) {
      hits.increment();
      return copy.value;
    }
    long before = changes.get();
    Optional<String> value = source.get(key);
    keep(key, new Copy(value, now + settings.ttlMillis * 1_000_000), before);
    return value;
  }

  /** Not what a change has overtaken: its message came too early to find a copy. */
  private void keep(String key, Copy copy, long before) {
    copies.put(key, copy); // ① first there, then the look: a change in between finds it
    if (changes.get() != before) {
      overtaken.increment();
      if (settings.overtaken) {
        copies.remove(key, copy);
      }
    }
  }

  private boolean trusted(long now) {
    return settings.boundMillis == Settings.TRUSTING
        || proven && now - provenNanos <= settings.boundMillis * 1_000_000;
  }

  /** The shared cache says that this key has changed. */
  public void changed(String key) {
    changes.incrementAndGet(); // ② before the copy goes: see ①
    copies.remove(key);
  }

  /** Messages may have been lost: nothing here is known to be right. */
  public void forget() {
    proven = false;
    changes.incrementAndGet();
    copies.clear();
  }

  /** All changes before this instant have been heard of. */
  public void proven(long atNanos) {
    provenNanos = atNanos;
    proven = true;
  }

  /** Whether the last proof is of this instant or a later one. */
  public boolean provenSince(long sinceNanos) {
    return proven && provenNanos - sinceNanos >= 0;
  }

  /** Reads without a round trip. */
  public long hits() {
    return hits.sum();
  }

  /** Loads during which a change came. */
  public long overtaken() {
    return overtaken.sum();
  }

  /** Messages that have come. */
  public long changes() {
    return changes.get();
  }
}

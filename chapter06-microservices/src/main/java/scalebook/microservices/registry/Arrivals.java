package scalebook.microservices.registry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How many registered, and the most in a tenth of a second. */
final class Arrivals {
  private static final long BUCKET_NANOS = 100_000_000;

  private final Map<Long, AtomicLong> buckets = new ConcurrentHashMap<>();

  void registered() {
    buckets
        .computeIfAbsent(System.nanoTime() / BUCKET_NANOS, unused -> new AtomicLong())
        .incrementAndGet();
  }

  /** {@code 201 43}. */
  @Override
  public String toString() {
    long all = buckets.values().stream().mapToLong(AtomicLong::get).sum();
    return all + " " + buckets.values().stream().mapToLong(AtomicLong::get).max().orElse(0);
  }
}

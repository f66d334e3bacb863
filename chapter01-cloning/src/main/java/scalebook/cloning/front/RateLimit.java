package scalebook.cloning.front;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * A {@link TokenBucket} for each client, of which it remembers so many.
 *
 * <p>Who asked longest ago is forgotten first, and begins with a full bucket: with more clients
 * than that, the limit is softer, and the memory is not larger.
 */
public final class RateLimit {
  private final LongFunction<Bucket> full;
  private final LongSupplier clock;
  private final Map<String, Bucket> buckets;

  /** {@code clock} in nanoseconds. */
  public RateLimit(double perSecond, int burst, int mostClients, LongSupplier clock) {
    this(now -> new TokenBucket(perSecond, burst, now), mostClients, clock);
  }

  /** {@code full} makes a bucket, at the time in nanoseconds. */
  public RateLimit(LongFunction<Bucket> full, int mostClients, LongSupplier clock) {
    this.full = full;
    this.clock = clock;
    this.buckets = new Remembered<>(mostClients);
  }

  /** 0 when the client may ask now, else the seconds until it may. */
  public long waitSeconds(String client) {
    long now = clock.getAsLong();
    Bucket bucket;
    synchronized (buckets) {
      bucket = buckets.computeIfAbsent(client, c -> full.apply(now));
    }
    return (long) Math.ceil(bucket.take(now) / 1e9);
  }

  /** A map of so many, without whom nobody asked for longest. */
  static final class Remembered<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1;
    private final int most;

    Remembered(int most) {
      super(16, 0.75f, true);
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > most;
    }
  }
}

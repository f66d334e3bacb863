package scalebook.caching.stage.near;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import redis.clients.jedis.RedisClient;
import scalebook.caching.near.Invalidations;
import scalebook.caching.near.NearCache;
import scalebook.caching.near.NearCache.Settings;
import scalebook.engines.Redis;
import scalebook.lab.fault.Wire;

/** A near cache whose messages come over a wire, and how stale its reads were at most. */
final class Reader implements AutoCloseable {
  private static final long EVERY_MILLIS = 20;

  private final Wire wire;
  private final NearCache cache;
  private final Optional<Invalidations> messages;
  private long worstNanos;

  /** {@code prefix}: of the keys that it hears of; nothing, and there is no connection. */
  Reader(Redis redis, Settings settings, Optional<String> prefix) {
    RedisClient client = redis.client();
    wire = Wire.to(redis.host(), redis.port());
    cache = new NearCache(key -> Optional.ofNullable(client.get(key)), settings);
    URI url = URI.create(redis.url().replaceFirst(":\\d+$", ":" + wire.port()));
    messages = prefix.map(keys -> new Invalidations(url, keys, cache, EVERY_MILLIS));
  }

  void suffer(Fault fault, long lateMillis) {
    switch (fault) {
      case NONE -> wire.heal();
      case LATE -> wire.delay(Duration.ofMillis(lateMillis));
      case CUT -> wire.cut();
      case BLACK_HOLE -> wire.blackHole();
    }
  }

  void read(int key, Writer writer) {
    long asked = System.nanoTime(); // before the cache looks at its own clock
    int version = Integer.parseInt(cache.get(Writer.PREFIX + key).orElseThrow());
    worstNanos = Math.max(worstNanos, writer.staleNanos(key, version, asked));
  }

  /** The longest staleness of a read since the last time that somebody asked. */
  double worstMillis() {
    double millis = worstNanos / 1e6;
    worstNanos = 0;
    return millis;
  }

  long hits() {
    return cache.hits();
  }

  /** Whether its messages come now: a change is heard of and proven. */
  boolean ready() {
    return messages.isEmpty() || cache.provenSince(System.nanoTime() - EVERY_MILLIS * 2_000_000);
  }

  @Override
  public void close() {
    messages.ifPresent(Invalidations::close);
    wire.close();
  }
}

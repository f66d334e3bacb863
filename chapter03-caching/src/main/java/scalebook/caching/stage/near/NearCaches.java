package scalebook.caching.stage.near;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import scalebook.caching.near.Invalidations;
import scalebook.caching.near.NearCache;
import scalebook.caching.near.NearCache.Settings;
import scalebook.engines.Redis;

/**
 * Three near caches read the same keys while their messages suffer the same: one that gets none,
 * one that trusts in them, and one that wants proofs.
 */
public final class NearCaches implements AutoCloseable {
  private static final long EVERY_NANOS = 100_000;
  private static final long BOUND_NANOS = 10_000_000_000L;

  private final Redis redis;
  private final long ttlMillis;
  private final Writer writer;
  private final Reader naive;
  private final Reader trusting;
  private final Reader proving;

  /** {@code prefix}: of the keys that the third one hears of. */
  public NearCaches(Redis redis, long ttlMillis, Settings settings, boolean messages) {
    this.redis = redis;
    this.ttlMillis = ttlMillis;
    Settings trust = new Settings(ttlMillis, Settings.TRUSTING, true);
    Optional<String> all = Optional.of(Writer.PREFIX);
    this.writer = new Writer(redis.client());
    this.naive = new Reader(redis, trust, Optional.empty());
    this.trusting = new Reader(redis, trust, all);
    this.proving = new Reader(redis, settings, messages ? all : Optional.of("others:"));
  }

  /** The longest staleness under one fault; the last one's share of reads without a round trip. */
  public record Outcome(double naive, double trusting, double proving, double localPercent) {}

  public Outcome under(Fault fault) {
    List<Reader> all = List.of(naive, trusting, proving);
    await(() -> all.stream().allMatch(Reader::ready), "messages");
    all.forEach(Reader::worstMillis);
    readFor(ttlMillis / 4);
    all.forEach(reader -> reader.suffer(fault, ttlMillis / 2));
    long before = proving.hits();
    long rounds = readFor(ttlMillis * 3 / 2);
    double local = 100.0 * (proving.hits() - before) / rounds;
    all.forEach(reader -> reader.suffer(Fault.NONE, 0));
    return new Outcome(naive.worstMillis(), trusting.worstMillis(), proving.worstMillis(), local);
  }

  private long readFor(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    long rounds = 0;
    for (; System.nanoTime() - end < 0; rounds++) {
      int key = (int) (rounds % Writer.KEYS);
      naive.read(key, writer);
      trusting.read(key, writer);
      proving.read(key, writer);
      LockSupport.parkNanos(EVERY_NANOS); // or local reads would outnumber all others
    }
    return rounds;
  }

  /** How many GETs Redis counts for so many reads, and how many reads were local. */
  public record Trips(long gets, long local) {}

  public Trips trips(int reads) {
    await(proving::ready, "messages");
    long gets = gets();
    long hits = proving.hits();
    for (int i = 0; i < reads; i++) {
      proving.read(i % Writer.KEYS, writer);
    }
    return new Trips(gets() - gets, proving.hits() - hits);
  }

  private long gets() {
    return redis
        .client()
        .info("commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_get:calls="))
        .mapToLong(line -> Long.parseLong(line.replaceFirst("cmdstat_get:calls=(\\d+),.*", "$1")))
        .sum();
  }

  /**
   * Each load is overtaken: after it has read, the key is written, and the message comes, before it
   * returns. How many of the old values are still there for the next read?
   */
  public static int kept(Redis redis, int loads, boolean check) {
    NearCache[] cache = new NearCache[1];
    boolean[] overtake = new boolean[1];
    Settings settings = new Settings(60_000, Settings.TRUSTING, check);
    cache[0] =
        new NearCache(
            key -> {
              String value = redis.client().get(key);
              if (overtake[0]) {
                long before = cache[0].changes();
                redis.client().set(key, "new");
                await(() -> cache[0].changes() > before, "the message");
              }
              return Optional.of(value);
            },
            settings);
    int kept = 0;
    try (Invalidations messages =
        new Invalidations(URI.create(redis.url()), "load:", cache[0], 20)) {
      await(() -> messages.connections() == 1, "connection");
      for (int i = 0; i < loads; i++) {
        long before = cache[0].changes();
        redis.client().set("load:" + i, "old");
        await(() -> cache[0].changes() > before, "the message");
        overtake[0] = true;
        cache[0].get("load:" + i);
        overtake[0] = false;
        kept += cache[0].get("load:" + i).equals(Optional.of("old")) ? 1 : 0;
      }
    }
    return kept;
  }

  private static void await(BooleanSupplier there, String what) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!there.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("no " + what + " in time");
      }
      LockSupport.parkNanos(200_000);
    }
  }

  @Override
  public void close() throws InterruptedException {
    writer.close();
    naive.close();
    trusting.close();
    proving.close();
  }
}

package scalebook.caching.stage.eviction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Row;
import scalebook.engines.Redis;
import scalebook.engines.RedisScript;

/** A Redis with memory for so many entries of 4 KB, and what it does when there is no more. */
public final class FullRedis implements AutoCloseable {
  private static final RedisScript READ = RedisScript.of(FullRedis.class, "read");
  private static final RedisScript READ_LRU = RedisScript.of(FullRedis.class, "read-lru");
  private static final int LENGTH = 4_000;
  private static final int BATCH = 100;
  private static final int TICKS = 50; // of the clock, while as many keys are read as fit

  private final Redis server;
  private final Jedis redis;
  private final int capacity;

  public FullRedis(Redis server, int capacity) {
    this.server = server;
    this.redis = server.connect();
    this.capacity = capacity;
  }

  /** What hit, and how many entries fitted on average. */
  public record Outcome(Trace.Hits hits, int entries) {}

  /** So many reads of keys that are not there yet, over a full cache. */
  public record Service(long refused, int failed, int wrong) {}

  /**
   * Empty, and then room for no more; {@code samples}: of so many keys that it looks at, one goes.
   */
  private void limit(String policy, int samples) {
    redis.configSet("maxmemory", "0");
    redis.flushAll();
    redis.configSet("maxmemory-policy", policy);
    redis.configSet("maxmemory-samples", String.valueOf(samples));
    inBatches(capacity, (pipeline, i) -> pipeline.set("k" + i, "x".repeat(LENGTH)));
    redis.configSet("maxmemory", String.valueOf(usedMemory()));
  }

  private long usedMemory() {
    return redis
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
        .findFirst()
        .orElseThrow();
  }

  /** With {@code allkeys-lru} time goes by reads, with others as it does. */
  public Outcome read(Trace trace, String policy, int samples) {
    limit(policy, samples);
    redis.flushAll(); // a full one may evict any key at any command
    redis.set("k0", "x".repeat(LENGTH));
    byte[] entry = redis.dump("k0");
    redis.flushAll();
    boolean lru = policy.endsWith("lru");
    String hash = redis.scriptLoad(lru ? READ_LRU.text() : READ.text());
    int[] keys = trace.keys();
    List<Response<Object>> answers = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    inBatches(
        keys.length,
        (pipeline, i) -> {
          byte[] key = ("k" + keys[i]).getBytes();
          int idle = (keys.length - i) * TICKS / capacity;
          answers.add(
              lru
                  ? pipeline.evalsha(
                      hash.getBytes(), 1, key, entry, String.valueOf(idle).getBytes())
                  : pipeline.evalsha(hash.getBytes(), 1, key, String.valueOf(LENGTH).getBytes()));
        },
        at -> sizes.add(redis.dbSize()));
    long full = sizes.stream().skip(sizes.size() / 2).mapToLong(size -> size).sum();
    int entries = Math.round(full / (float) (sizes.size() - sizes.size() / 2));
    return new Outcome(new Trace.Hits(trace, i -> answers.get(i).get().equals(1L)), entries);
  }

  private interface Command {
    void send(Pipeline pipeline, int i);
  }

  private void inBatches(int count, Command command) {
    inBatches(count, command, at -> {});
  }

  private void inBatches(int count, Command command, IntConsumer between) {
    for (int from = 0; from < count; from += BATCH) {
      try (Pipeline pipeline = redis.pipelined()) {
        for (int i = from; i < Math.min(count, from + BATCH); i++) {
          command.send(pipeline, i);
        }
      }
      between.accept(from);
    }
  }

  /** Nobody goes, so nobody comes: what does a service say that has this for its cache? */
  public Service serve(RedisCache.Outage outage, int reads) {
    limit("noeviction", 5);
    RedisCache cache = new RedisCache(server.client(), outage);
    int failed = 0;
    int wrong = 0;
    try (CacheAside service =
        new CacheAside(
            cache, key -> Optional.of(new Row(1, "the row " + key)), CacheSettings.defaults())) {
      for (int i = 0; i < reads; i++) {
        String key = "new" + i;
        try {
          wrong += service.get(key).text().equals(Optional.of("the row " + key)) ? 0 : 1;
        } catch (Exception refused) {
          failed++;
        }
      }
    }
    return new Service(cache.failures(), failed, wrong);
  }

  @Override
  public void close() {
    redis.close();
  }
}

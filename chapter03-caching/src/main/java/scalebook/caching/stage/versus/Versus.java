package scalebook.caching.stage.versus;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import redis.clients.jedis.RedisClient;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Row;
import scalebook.caching.eviction.Lru;
import scalebook.caching.eviction.WTinyLfu;
import scalebook.caching.stage.eviction.FullRedis;
import scalebook.caching.stage.eviction.Trace;
import scalebook.caching.stage.load.Zipf;
import scalebook.engines.process.Platform;
import scalebook.lab.Lab;

/**
 * Our cache-aside beside Caffeine, and Redis beside memcached where it is installed: what a hit
 * costs, and the share of hits with as many entries on the same traces.
 */
public final class Versus implements Callable<Integer> {
  private static final int ROUNDS = 5;
  private static final int READS = 5_000;
  private static final int THINGS = 1_000;
  private static final int TRACE = 60_000;
  private static final int ENTRIES = 1_000;
  private static final int SAMPLES = 5; // Redis's own default

  /** A look at one cache. */
  @FunctionalInterface
  private interface Get {
    Object get(String key) throws Exception;
  }

  @Override
  public Integer call() throws Exception {
    Optional<Path> program = Platform.find("memcached");
    System.out.println(Platform.machine());
    if (program.isEmpty()) {
      System.out.println("memcached is not installed: Redis stands alone");
    }
    try (Lab lab = Lab.open();
        Installed memcached = new Installed(program, lab.workspace().path())) {
      costs(lab, memcached);
      shares(lab, memcached);
      if (program.isPresent()) {
        new Beside(lab, memcached).print();
      }
    }
    return 0;
  }

  private static void costs(Lab lab, Installed memcached) throws Exception {
    RedisClient redis = lab.redis("costs").client();
    Cache<String, String> caffeine = Caffeine.newBuilder().maximumSize(THINGS).build();
    Row row = new Row(1, "x".repeat(100));
    Map<String, Get> gets = new LinkedHashMap<>();
    CacheSettings forLong = CacheSettings.defaults().ttl(600_000, 0);
    try (CacheAside aside =
        new CacheAside(new RedisCache(redis), key -> Optional.of(row), forLong)) {
      gets.put("Redis, bare GET", key -> redis.get("bare:" + key));
      gets.put("cache-aside over Redis", aside::get);
      memcached.client().ifPresent(client -> gets.put("memcached", client::get));
      gets.put("Caffeine, in process", caffeine::getIfPresent);
      for (int i = 0; i < THINGS; i++) {
        String key = "k" + i;
        redis.set("bare:" + key, row.text());
        aside.get(key);
        caffeine.put(key, row.text());
        if (memcached.client().isPresent()) {
          memcached.client().get().set(key, row.text());
        }
      }
      printCosts(gets);
    }
  }

  /** In turns, so that a slow moment of the machine meets all of them. */
  private static void printCosts(Map<String, Get> gets) throws Exception {
    Map<String, List<Double>> micros = new LinkedHashMap<>();
    for (int round = 0; round <= ROUNDS; round++) { // the first one warms up
      for (Map.Entry<String, Get> get : gets.entrySet()) {
        double cost = micros(get.getValue());
        if (round > 0) {
          micros.computeIfAbsent(get.getKey(), name -> new ArrayList<>()).add(cost);
        }
      }
    }
    System.out.printf("%n%-26s %10s %8s%n", "a hit, median of " + ROUNDS, "µs", "ratio");
    double first = median(micros.values().iterator().next());
    micros.forEach(
        (name, costs) ->
            System.out.printf("%-26s %10.2f %8.3f%n", name, median(costs), median(costs) / first));
  }

  private static double micros(Get get) throws Exception {
    Zipf zipf = new Zipf(THINGS, 1.0);
    String[] keys = new String[READS];
    for (int i = 0; i < READS; i++) {
      keys[i] = "k" + zipf.at(i);
    }
    long start = System.nanoTime();
    for (String key : keys) {
      if (get.get(key) == null) {
        throw new IllegalStateException("no hit: " + key);
      }
    }
    return (System.nanoTime() - start) / 1e3 / READS;
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void shares(Lab lab, Installed memcached) throws Exception {
    System.out.printf(
        "%n%-26s %8s %8s %8s %8s %8s%n",
        "hits in %", "entries", "zipf", "after a scan", "loop", "shift");
    int entries = ENTRIES;
    if (memcached.client().isPresent()) { // its slabs decide how many fit; the others get as many
      entries = memcached.fits();
      int all = entries;
      print("memcached", all, trace -> memcached.through(trace), entries);
    }
    int size = entries;
    print("Caffeine", size, trace -> trace.through(new WTinyLfu(size)), size);
    print("LRU of 3.6", size, trace -> trace.through(new Lru(size)), size);
    try (FullRedis redis = new FullRedis(lab.redis("full"), size)) {
      for (String policy : List.of("allkeys-lru", "allkeys-lfu")) {
        print("Redis " + policy, size, trace -> redis.read(trace, policy, SAMPLES).hits(), size);
      }
    }
  }

  /** One cache on all traces. */
  @FunctionalInterface
  private interface Run {
    Trace.Hits of(Trace trace) throws Exception;
  }

  private static void print(String name, int entries, Run run, int size) throws Exception {
    StringBuilder line = new StringBuilder("%-26s %,8d".formatted(name, entries));
    for (Trace trace : Trace.all(TRACE, size)) {
      Trace.Hits hits = run.of(trace);
      double share = "scan".equals(trace.name()) ? hits.after() : hits.share();
      line.append(" %8.1f".formatted(share));
    }
    System.out.println(line);
  }
}

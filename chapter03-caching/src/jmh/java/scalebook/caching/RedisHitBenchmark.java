package scalebook.caching;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import redis.clients.jedis.RedisClient;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Row;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/**
 * A hit of {@link CacheAside} beside a bare GET, on a real Redis.
 *
 * <pre>./book bench 3 RedisHit</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RedisHitBenchmark {
  private Lab lab;
  private RedisClient bare;
  private CacheAside cache;

  @Setup
  public void open() throws Exception {
    lab = Lab.open();
    Redis server = lab.redis("cache");
    bare = Redis.client(server.url());
    Row row =
        new Row(
            1, "{\"id\":7,\"name\":\"product 7\",\"category\":\"category 7\",\"priceCents\":1234}");
    cache =
        new CacheAside(
            new RedisCache(bare),
            key -> Optional.of(row),
            CacheSettings.defaults().ttl(600_000, 0));
    cache.get("product:7");
    bare.set("bare:7", row.text());
  }

  @TearDown
  public void close() {
    cache.close();
    bare.close();
    lab.close();
  }

  @Benchmark
  public Object bareGet() {
    return bare.get("bare:7");
  }

  @Benchmark
  public Object cacheAsideHit() throws Exception {
    return cache.get("product:7");
  }
}

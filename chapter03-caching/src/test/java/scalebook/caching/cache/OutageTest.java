package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.exceptions.JedisException;
import scalebook.book.testing.WithLab;
import scalebook.caching.cache.RedisCache.Outage;
import scalebook.caching.catalogue.Row;
import scalebook.engines.Redis;

/** A dead cache: a miss or a failure, asked again at once or after a pause. */
@ExtendWith(WithLab.class)
class OutageTest {
  private final AtomicInteger loads = new AtomicInteger();
  private Redis server;
  private RedisClient client;

  @BeforeEach
  void open(Redis cache) {
    server = cache;
    server.client().flushAll();
    client = Redis.client(server.url(), 2_000, 8);
  }

  @AfterEach
  void close() {
    client.close();
    if (!server.alive()) {
      server.start();
    }
  }

  private Optional<Row> load(String key) {
    loads.incrementAndGet();
    return Optional.of(new Row(1, key));
  }

  private CacheAside over(RedisCache redis) {
    return new CacheAside(redis, this::load, CacheSettings.defaults());
  }

  @Test
  void aDeadCacheIsAskedOnceAndThenLeftAlone() throws Exception {
    RedisCache redis = new RedisCache(client, new Outage(true, 60_000));
    server.kill();
    try (CacheAside cache = over(redis)) {
      assertThat(cache.get("a").text()).contains("a");
    }
    assertThat(redis.failures()).as("of get, lease, get and set").isEqualTo(1);
    assertThat(redis.answers()).isFalse();
  }

  @Test
  void withoutAPauseEveryCommandFailsAndTheLoadDoesNotWaitForALease() throws Exception {
    RedisCache redis = new RedisCache(client, Outage.BYPASSED.withoutPause());
    server.kill();
    try (CacheAside cache = over(redis)) {
      assertThat(cache.get("a").text()).contains("a");
    }
    assertThat(redis.failures()).as("of get, lease, get and set").isGreaterThan(3);
  }

  @Test
  void thrownItIsTheReadersFailure() {
    RedisCache redis = new RedisCache(client, Outage.BYPASSED.thrown());
    assertThat(redis.answers()).isTrue();
    server.kill();
    try (CacheAside cache = over(redis)) {
      assertThatThrownBy(() -> cache.get("a")).isInstanceOf(JedisException.class);
    }
    assertThat(loads).hasValue(0);
  }

  /** It is there and refuses, as a full one does: the bypass decides about that, too. */
  @Test
  void aRefusalIsAMissOrTheReadersFailure() throws Exception {
    server.client().rpush("a", "a list, which GET refuses");
    try (CacheAside cache = over(new RedisCache(client))) {
      assertThat(cache.get("a").text()).contains("a");
    }
    server.client().rpush("b", "another one");
    try (CacheAside cache = over(new RedisCache(client, Outage.BYPASSED.thrown()))) {
      assertThatThrownBy(() -> cache.get("b")).isInstanceOf(JedisException.class);
    }
    assertThat(loads).hasValue(1);
  }

  @Test
  void withoutATimeToLiveNothingIsKept() throws Exception {
    CacheSettings none = CacheSettings.defaults().ttl(0, 0);
    try (CacheAside cache = new CacheAside(new RedisCache(client), this::load, none)) {
      cache.get("a");
      assertThat(cache.get("a").hit()).isFalse();
      assertThat(loads).hasValue(2);
    }
  }
}

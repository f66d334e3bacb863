package scalebook.caching.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import redis.clients.jedis.RedisClient;
import scalebook.book.testing.WithLab;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.Schema;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.fault.Wire;

/** A long random run of reads and writes: answers must be the database's, byte for byte. */
@ExtendWith(WithLab.class)
class EqualAnswersTest {
  private static final int STEPS = Integer.getInteger("caching.steps", 6_000);
  private static final int PRODUCTS = 40;
  private static final long TTL_MILLIS = 300;

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final Random random = new Random(seed);
  private HikariDataSource pool;
  private Catalogue catalogue;
  private Redis server;

  @BeforeEach
  void open(MySql equalDb, Redis cache) throws Exception {
    Schema.create(equalDb);
    server = cache;
    server.client().flushAll();
    pool = Connections.of(equalDb, cache).pool("equal", 4);
    catalogue = new Catalogue(pool);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private Products products(RedisCache redis) {
    CacheSettings settings = CacheSettings.defaults().ttl(TTL_MILLIS, 0).negative(TTL_MILLIS);
    return new Products(catalogue, redis, settings, 4, 5_000);
  }

  /** Also asks for some that are not there, and adds some of these. */
  private int anyProduct() {
    return random.nextInt(8) == 0
        ? Schema.PRODUCTS + random.nextInt(PRODUCTS)
        : random.nextInt(PRODUCTS);
  }

  private String truth(int id) throws Exception {
    return catalogue.load(id).map(row -> row.text()).orElse("none");
  }

  private void write(Products products, int id) throws Exception {
    if (products.reprice(id, 1 + random.nextInt(90_000)).isEmpty()) {
      products.insert(id, "new " + id, 5);
    }
  }

  @Test
  void withACacheTheyAreAlwaysTheSame() throws Exception {
    try (RedisClient redis = Redis.client(server.url(), 2_000, 4);
        Products products = products(new RedisCache(redis))) {
      for (int step = 0; step < STEPS; step++) {
        int id = anyProduct();
        if (random.nextInt(10) == 0) {
          write(products, id);
        } else {
          assertThat(products.find(id).text().orElse("none"))
              .as("product %d at step %d, seed %d", id, step, seed)
              .isEqualTo(truth(id));
        }
      }
      assertThat(products.seen().hits()).as("%s", products.seen()).isGreaterThan(STEPS / 4);
    }
  }

  /**
   * The link to the cache is cut and mended at random: then a write cannot reach the cache, and
   * what is old there may be shown until it expires, and no longer.
   */
  @Test
  void withAFlappingCacheTheyAreNeverOlderThanTheTimeToLive() throws Exception {
    Map<String, Long> replacedAt = new HashMap<>(); // a text, and when it became old
    int stale = 0;
    int cuts = 0;
    try (Wire wire = Wire.to(server.host(), server.port());
        RedisClient client =
            Redis.client(server.url().replace(":" + server.port(), ":" + wire.port()), 100, 4)) {
      RedisCache redis = new RedisCache(client);
      Products products = products(redis);
      boolean up = true;
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(150) == 0) {
          up = !up;
          if (up) {
            wire.heal();
          } else {
            wire.cut();
            cuts++;
          }
        }
        int id = anyProduct();
        if (random.nextInt(10) == 0) {
          String before = truth(id);
          write(products, id);
          replacedAt.put(id + " " + before, System.currentTimeMillis());
        } else {
          long asked = System.currentTimeMillis();
          String answer = products.find(id).text().orElse("none");
          if (!answer.equals(truth(id))) {
            stale++;
            Long since = replacedAt.get(id + " " + answer);
            assertThat(since).as("'%s' was true once, seed %d", answer, seed).isNotNull();
            assertThat(asked - since)
                .as("age of a stale answer in ms, step %d, seed %d", step, seed)
                .isLessThanOrEqualTo(TTL_MILLIS);
          }
        }
      }
      assertThat(cuts).as("cuts, seed %d", seed).isGreaterThan(3);
      assertThat(redis.failures()).as("commands that failed").isPositive();
      assertThat(products.seen().hits()).as("%s", products.seen()).isGreaterThan(STEPS / 50);
      products.close();
    }
    System.out.printf(
        "seed %d: %d of %d steps met something stale in %d cuts%n", seed, stale, STEPS, cuts);
  }
}

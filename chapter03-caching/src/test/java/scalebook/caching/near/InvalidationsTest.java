package scalebook.caching.near;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;
import scalebook.caching.near.NearCache.Settings;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.lab.fault.Wire;

/** A real Redis's messages, over a connection that breaks. */
class InvalidationsTest {
  private static void await(BooleanSupplier there) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(500_000);
    }
  }

  @Test
  void aChangeMakesTheCopyGoAndALostConnectionAllOfThem() {
    try (Lab lab = Lab.open()) {
      Redis redis = lab.redis("cache");
      RedisClient client = redis.client();
      client.set("near:k", "1");
      NearCache cache =
          new NearCache(
              key -> Optional.ofNullable(client.get(key)), new Settings(600_000, 60_000, true));
      try (Wire wire = Wire.to(redis.host(), redis.port());
          Invalidations messages =
              new Invalidations(
                  URI.create(redis.url().replaceFirst(":\\d+$", ":" + wire.port())),
                  "near:",
                  cache,
                  5)) {
        await(() -> cache.provenSince(System.nanoTime() - 1_000_000_000L));
        assertThat(messages.connections()).isEqualTo(1);
        assertThat(cache.get("near:k")).contains("1");
        long before = cache.changes();
        client.set("other:k", "of no interest");
        client.set("near:k", "2");
        await(() -> cache.changes() > before);
        assertThat(cache.changes()).as("one message").isEqualTo(before + 1);
        assertThat(cache.get("near:k")).contains("2");
        assertThat(cache.get("near:k")).contains("2");
        assertThat(cache.hits()).as("kept").isEqualTo(1);

        wire.cut();
        await(() -> !cache.provenSince(Long.MIN_VALUE / 2));
        client.set("near:k", "3"); // nobody tells
        assertThat(cache.get("near:k")).contains("3");
        wire.heal();
        await(() -> messages.connections() == 2 && cache.provenSince(0));
        assertThat(cache.get("near:k")).contains("3");
        client.flushAll();
        await(() -> cache.get("near:k").isEmpty());
      }
    }
  }
}

package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.RedisClient;
import scalebook.book.testing.WithLab;
import scalebook.caching.catalogue.Row;
import scalebook.engines.Redis;
import scalebook.lab.load.Load;

@ExtendWith(WithLab.class)
class CacheAsideTest {
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicLong version = new AtomicLong(1);
  private final AtomicLong now = new AtomicLong(1_000_000);
  private Redis server;
  private RedisClient client;
  private RedisCache redis;

  @BeforeEach
  void open(Redis cache) {
    server = cache;
    server.client().flushAll();
    connect(2_000);
  }

  private void connect(int timeoutMillis) {
    client = Redis.client(server.url(), timeoutMillis, 8);
    redis = new RedisCache(client);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private Optional<Row> load(String key) {
    loads.incrementAndGet();
    return key.equals("none")
        ? Optional.empty()
        : Optional.of(new Row(version.get(), key + "@" + version.get()));
  }

  private CacheAside cache(CacheSettings settings) {
    return cache(this::load, settings);
  }

  private CacheAside cache(Loader loader, CacheSettings settings) {
    return new CacheAside(redis, loader, settings, now::get);
  }

  @Test
  void theSecondReadIsAHit() throws Exception {
    try (CacheAside cache = cache(CacheSettings.defaults())) {
      assertThat(cache.get("a")).isEqualTo(new CacheAside.Found(Optional.of("a@1"), false));
      assertThat(cache.get("a")).isEqualTo(new CacheAside.Found(Optional.of("a@1"), true));
      assertThat(loads).hasValue(1);
    }
  }

  @Test
  void aNegativeEntryLivesForAShorterTime() throws Exception {
    try (CacheAside cache = cache(CacheSettings.defaults().negative(5_000))) {
      cache.get("none");
      assertThat(cache.get("none")).isEqualTo(new CacheAside.Found(Optional.empty(), true));
      assertThat(loads).hasValue(1);
      assertThat(server.client().pttl("none")).isBetween(1L, 5_000L);
    }
  }

  @Test
  void aWriterReplacesThatThereIsNone() throws Exception {
    try (CacheAside cache = cache(CacheSettings.defaults())) {
      cache.get("none");
      cache.put("none", Optional.of(new Row(1, "new")), 0);
      assertThat(cache.get("none").text()).contains("new");
      cache.put("none", Optional.empty(), 0); // a slow reader from before
      assertThat(cache.get("none").text()).as("after a slow reader found none").contains("new");
    }
  }

  @Test
  void somethingOlderIsRefused() throws Exception {
    try (CacheAside cache = cache(CacheSettings.defaults())) {
      cache.put("a", Optional.of(new Row(10, "ten")), 0);
      cache.put("a", Optional.of(new Row(9, "nine")), 0);
      assertThat(cache.get("a").text()).contains("ten");
      assertThat(cache.seen().refusedSets()).isEqualTo(1);
    }
  }

  @Test
  void timesToLiveAreSpreadAroundTheirMean() {
    try (CacheAside cache = cache(CacheSettings.defaults().ttl(100_000, 0.5))) {
      double sum = 0;
      long least = Long.MAX_VALUE;
      long most = 0;
      for (int i = 0; i < 1_000; i++) {
        cache.put("k" + i, Optional.of(new Row(1, "x")), 0);
        long left = server.client().pttl("k" + i);
        sum += left;
        least = Math.min(least, left);
        most = Math.max(most, left);
      }
      assertThat(sum / 1_000).as("mean").isBetween(93_000.0, 107_000.0);
      assertThat(least).as("shortest").isBetween(48_000L, 60_000L);
      assertThat(most).as("longest").isBetween(140_000L, 150_000L);
    }
  }

  @Test
  void aStaleEntryIsShownWhileOneLoadRefreshesIt() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    Loader slow =
        key -> {
          goOn.await(10, TimeUnit.SECONDS);
          return load(key);
        };
    CacheSettings settings =
        CacheSettings.defaults().ttl(1_000, 0).freshness(Freshness.staleWhileRevalidate(60_000));
    try (CacheAside cache = cache(slow, settings)) {
      cache.put("a", Optional.of(new Row(1, "old")), 0);
      now.addAndGet(1_000);
      version.set(2);
      for (int i = 0; i < 50; i++) {
        assertThat(cache.get("a").text()).as("while it is loaded").contains("old");
      }
      goOn.countDown();
      await().until(() -> cache.get("a").text().equals(Optional.of("a@2")));
      assertThat(loads).as("loads for 50 stale reads").hasValue(1);
      assertThat(cache.seen().staleServed()).isGreaterThanOrEqualTo(50);
    }
  }

  @Test
  void aFailedLoadIsNotRemembered() throws Exception {
    boolean[] broken = {true};
    Loader loader =
        key -> {
          if (broken[0]) {
            throw new IllegalStateException("away");
          }
          return load(key);
        };
    try (CacheAside cache = cache(loader, CacheSettings.defaults())) {
      assertThatThrownBy(() -> cache.get("a")).hasMessage("away");
      broken[0] = false;
      assertThat(cache.get("a").text()).contains("a@1");
    }
  }

  /** An older program's entry, a newer one's, another team's key: it is a miss, and is replaced. */
  @ParameterizedTest
  @ValueSource(strings = {"", "x", "{}", "1 2", "1 2 3 x", "1 2 3 ", "a 2 3 +x", "-1 2 3 +x y"})
  void anEntryThatNobodyCanReadIsAMiss(String text) throws Exception {
    server.client().set("a", text);
    anUnreadableOneIsReplaced();
  }

  /** It looks newer than everything that will ever be loaded. */
  @Test
  void anUnreadableEntryWithAHugeVersionIsAMissToo() throws Exception {
    server.client().set("a", "9007199254740993 2 3");
    anUnreadableOneIsReplaced();
    server.client().set("a", "99999999999999999999 2 3 +x");
    anUnreadableOneIsReplaced();
  }

  @Test
  void aKeyOfAnotherTypeIsAMissAndDoesNotSwitchTheCacheOff() throws Exception {
    server.client().lpush("a", "one", "two");
    anUnreadableOneIsReplaced();
  }

  private void anUnreadableOneIsReplaced() throws Exception {
    try (CacheAside cache = cache(CacheSettings.defaults())) {
      assertThat(cache.get("a").text()).as("from the database").contains("a@1");
      assertThat(cache.get("a")).as("after it was replaced").isEqualTo(hit("a@1"));
      assertThat(redis.away()).as("whether the cache is taken for dead").isFalse();
    }
  }

  private static CacheAside.Found hit(String text) {
    return new CacheAside.Found(Optional.of(text), true);
  }

  @Test
  void onlyItsOwnerGivesALeaseBack() {
    RedisCache.Lease slow = redis.lease("a", 60_000);
    assertThat(slow.held()).as("who comes first").isTrue();
    assertThat(redis.lease("a", 60_000).held()).as("while another has it").isFalse();
    server.client().del("lease:a"); // it has expired …
    RedisCache.Lease next = redis.lease("a", 60_000); // … and is another's
    slow.close();
    assertThat(redis.lease("a", 60_000).held())
        .as("after somebody gave back a lease that was not theirs any more")
        .isFalse();
    next.close();
    assertThat(redis.lease("a", 60_000).held()).as("after its owner gave it back").isTrue();
  }

  /** Not a time-out for each read: after a failure nobody asks for a tenth of a second. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
  void aHangingCacheCostsATimeOutNowAndThen() throws Exception {
    client.close();
    connect(200);
    try (CacheAside cache = new CacheAside(redis, this::load, CacheSettings.defaults())) {
      cache.get("a");
      server.pause();
      long start = System.nanoTime();
      int reads = 0;
      try {
        for (; reads < 20_000 && System.nanoTime() - start < 1_500_000_000; reads++) {
          assertThat(cache.get("a").text()).contains("a@1");
        }
      } finally {
        server.resume();
      }
      long tries = (System.nanoTime() - start) / 100_000_000 + 1;
      assertThat(redis.failures())
          .as("time-outs in %d reads, one in 100 ms at most", reads)
          .isBetween(1L, tries);
      assertThat(reads).as("reads beside a hanging cache").isGreaterThan(200);
      await().until(() -> cache.get("a").hit());
    }
  }

  @Test
  void aDeadCacheDoesNotBecomeADeadDatabase() throws Exception {
    LoadLimit limit =
        new LoadLimit(
            key -> {
              TimeUnit.MILLISECONDS.sleep(2); // a database's time
              return load(key);
            },
            3,
            20_000);
    try (CacheAside cache = new CacheAside(redis, limit, CacheSettings.defaults())) {
      server.kill();
      try (Load load = Load.closed(16, 400, number -> cache.get("k" + number))) {
        assertThat(load.await().failedCount()).as("%s", load.ledger()).isZero();
      } finally {
        server.start();
      }
      assertThat(loads).as("loads without a cache").hasValue(400);
      assertThat(cache.seen().refusedSets()).as("sets that something newer refused").isZero();
      assertThat(limit.peak()).as("loads at once").isEqualTo(3);
      await().until(() -> cache.get("k1").hit());
    }
  }

  @Test
  void aWaitThatIsTooLongForALoadIsRefused() {
    CountDownLatch goOn = new CountDownLatch(1);
    LoadLimit limit =
        new LoadLimit(
            key -> {
              goOn.await(10, TimeUnit.SECONDS);
              return load(key);
            },
            1,
            20);
    try (CacheAside cache = new CacheAside(redis, limit, CacheSettings.defaults());
        Load first = Load.closed(1, 1, number -> cache.get("a"))) {
      await().until(() -> limit.peak() == 1);
      assertThatThrownBy(() -> cache.get("b")).isInstanceOf(LoadLimit.Overloaded.class);
    } finally {
      goOn.countDown();
    }
  }
}

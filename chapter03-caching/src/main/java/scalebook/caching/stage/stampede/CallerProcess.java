package scalebook.caching.stage.stampede;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import redis.clients.jedis.RedisClient;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.stage.database.Connections;
import scalebook.engines.Redis;
import scalebook.engines.json.Json;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;
import scalebook.lab.Own;

/** One of several processes with many callers each, which read a key while it expires. */
final class CallerProcess {
  static final String READY = "ready";
  private static final int POOL = 20;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int READS_BEFORE = 3;

  /** Redis may be a little late to notice that a key has expired. */
  private static final long AFTER_MILLIS = 20;

  private final Expiry expiry;
  private final CacheAside cache;
  private final AtomicLong waited = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /** {@code slowSeconds}: how much longer a load takes. */
  record Settings(Connections connections, double slowSeconds) {}

  /** What it hears: all callers read in the time before {@code atMillis}, and at it. */
  record Expiry(Way.Guard guard, int product, long atMillis, long beforeMillis, int callers) {}

  static String key(int product) {
    return "product:" + product;
  }

  private CallerProcess(Expiry expiry, CacheAside cache) {
    this.expiry = expiry;
    this.cache = cache;
  }

  /** An {@link Expiry} a line, and for each an {@link Stampede.Outcome}. */
  public static void main(String[] args) throws Exception {
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Settings settings = Lifeline.attach(Settings.class, lines::add);
    HikariDataSource pool = settings.connections.pool("callers", POOL);
    Catalogue catalogue = new Catalogue(pool, settings.slowSeconds);
    RedisClient redis = Redis.client(settings.connections.redisUrl(), TIMEOUT_MILLIS, POOL);
    redis.ping();
    System.out.println(READY);
    while (true) { // the lifeline ends it
      Expiry expiry = Json.read(lines.take(), Expiry.class);
      System.out.println(Json.text(run(expiry, new RedisCache(redis), catalogue)));
    }
  }

  private static Stampede.Outcome run(Expiry expiry, RedisCache redis, Catalogue catalogue)
      throws InterruptedException {
    CacheSettings settings = expiry.guard.settings();
    CacheAside cache =
        new CacheAside(
            redis,
            key -> catalogue.load(expiry.product),
            settings,
            OwnFlight.or(Own.handedDown(), settings.waitMillis()));
    CallerProcess process = new CallerProcess(expiry, cache);
    try (cache) {
      List<Thread> threads =
          Stream.generate(() -> Tasks.daemon("caller", process::call))
              .limit(expiry.callers)
              .toList();
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    } // a refresh may run longer than its callers
    return new Stampede.Outcome(cache.seen().loads(), process.waited.get(), process.failed.get());
  }

  private void call() {
    long[] instants = new long[READS_BEFORE + 1];
    Arrays.setAll(
        instants, i -> expiry.atMillis - ThreadLocalRandom.current().nextLong(expiry.beforeMillis));
    instants[READS_BEFORE] = expiry.atMillis + AFTER_MILLIS;
    Arrays.sort(instants);
    for (long instant : instants) {
      while (System.currentTimeMillis() < instant) {
        LockSupport.parkUntil(instant);
      }
      try {
        CacheAside.Found found = cache.get(key(expiry.product));
        waited.addAndGet(found.hit() ? 0 : 1); // for its own load or for another's
        failed.addAndGet(found.text().isPresent() ? 0 : 1);
      } catch (Exception e) {
        failed.incrementAndGet();
      }
    }
  }
}

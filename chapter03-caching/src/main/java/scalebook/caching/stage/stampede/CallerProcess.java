package scalebook.caching.stage.stampede;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import redis.clients.jedis.RedisClient;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.Counters;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.stage.database.Connections;
import scalebook.engines.Redis;
import scalebook.engines.process.Lifeline;
import scalebook.engines.process.Tasks;

/**
 * One of several processes with many callers each. It hears {@code expire WAY KEY AT CALLERS
 * LEASE}, lets its callers read before and at that instant, and says {@code done LOADS WAITS
 * FAILED}.
 */
public final class CallerProcess {
  private static final int POOL = 20;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int READS_BEFORE = 3;

  /** Redis may be a little late to notice that a key has expired. */
  private static final long AFTER_MILLIS = 20;

  private final RedisClient redis;
  private final Catalogue catalogue;

  private CallerProcess(RedisClient redis, Catalogue catalogue) {
    this.redis = redis;
    this.catalogue = catalogue;
  }

  /** Arguments: the file with the connections, and how many seconds a load takes longer. */
  public static void main(String[] args) throws Exception {
    Connections connections = Connections.read(Path.of(args[0]));
    HikariDataSource pool = connections.pool("callers", POOL);
    RedisClient redis = Redis.client(connections.redisUrl(), TIMEOUT_MILLIS, POOL);
    redis.ping();
    CallerProcess process =
        new CallerProcess(redis, new Catalogue(pool, Double.parseDouble(args[1])));
    Lifeline.attach(line -> Tasks.daemon("command", () -> process.hear(line.split(" "))).start());
    System.out.println("ready");
    Thread.currentThread().join(); // the lifeline ends it
  }

  private void hear(String[] words) {
    try {
      Way way = Way.valueOf(words[1]);
      int product = Integer.parseInt(words[2]);
      long at = Long.parseLong(words[3]);
      long before = Long.parseLong(words[6]);
      expire(way, product, at, Integer.parseInt(words[4]), Long.parseLong(words[5]), before);
    } catch (Exception e) {
      e.printStackTrace(); // to this process's log
      System.out.println("done 0 0 1");
    }
  }

  private void expire(Way way, int product, long at, int callers, long leaseMillis, long before)
      throws InterruptedException {
    AtomicLong failed = new AtomicLong();
    AtomicLong waited = new AtomicLong();
    RedisCache shared = new RedisCache(redis, false);
    CacheAside cache =
        new CacheAside(shared, key -> catalogue.load(product), way.settings(leaseMillis));
    try (cache) {
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        threads.add(Tasks.daemon("caller", () -> call(cache, product, at, before, waited, failed)));
      }
      threads.forEach(Thread::start);
      for (Thread thread : threads) {
        thread.join();
      }
    }
    Counters.Seen seen = cache.seen(); // after it was closed: a refresh may have run longer
    System.out.println("done " + seen.loads() + " " + waited.get() + " " + failed.get());
  }

  private static void call(
      CacheAside cache, int product, long at, long before, AtomicLong waited, AtomicLong failed) {
    long[] instants = new long[READS_BEFORE + 1];
    for (int i = 0; i < READS_BEFORE; i++) {
      instants[i] = at - ThreadLocalRandom.current().nextLong(before);
    }
    instants[READS_BEFORE] = at + AFTER_MILLIS;
    Arrays.sort(instants);
    for (long instant : instants) {
      while (System.currentTimeMillis() < instant) {
        LockSupport.parkUntil(instant);
      }
      try {
        CacheAside.Found found = cache.get("product:" + product);
        waited.addAndGet(found.hit() ? 0 : 1); // for its own load or for another's
        failed.addAndGet(found.text().isPresent() ? 0 : 1);
      } catch (Exception e) {
        failed.incrementAndGet();
      }
    }
  }
}

package scalebook.caching.lessons;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.Counters;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.service.Products;
import scalebook.caching.stage.Zipf;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Schema;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/**
 * Most reads ask for the same few products. What does a cache take off the database, and what when
 * the cache dies?
 *
 * <p>The answers are the same with the cache, without it, and while it dies. The database then gets
 * all reads at once, but never more at a time than the load limit lets through.
 *
 * <pre>./book cache-aside --reads 100000</pre>
 */
@Command(name = "cache-aside", description = "a cache in front of the database: what if it dies?")
public final class Lesson1CacheAside extends Lesson {
  private static final int CALLERS = 16;
  private static final int LOADS = 4;
  private static final long WAIT_MILLIS = 10_000;
  private static final int CACHE_TIMEOUT_MILLIS = 2_000;

  @Option(names = "--reads", description = "reads of each phase (default: 12000, quick 2000)")
  private int reads;

  private Redis cache;
  private Products products;
  private QueryCounter selects;
  private Story.Table table;

  @Override
  protected void tell(Story story) throws Exception {
    reads = reads > 0 ? reads : either(12_000, 2_000);
    story.question("What do %,d reads cost the database, with a cache and when it dies?", reads);
    MySql database = lab().mysql("db");
    cache = lab().redis("cache");
    Schema.create(database);
    Connections connections = Connections.of(database, cache);
    try (HikariDataSource pool = connections.pool("products", LOADS);
        QueryCounter counter = new QueryCounter(database);
        RedisCache redis =
            new RedisCache(
                Redis.client(connections.redisUrl(), CACHE_TIMEOUT_MILLIS, CALLERS), true)) {
      selects = counter;
      Catalogue catalogue = new Catalogue(pool);
      table = story.table("phase", "reads", "failed", "queries", "hit %", "p50 ms", "p99 ms");
      cache.kill(); // ① the same code, without a cache
      CacheSettings bare = CacheSettings.defaults().protection(CacheSettings.Protection.NONE);
      products = new Products(catalogue, redis, bare, LOADS, WAIT_MILLIS);
      Outcome without = phase("no cache", () -> {});
      products.close();
      products = new Products(catalogue, redis, CacheSettings.defaults(), LOADS, WAIT_MILLIS);
      start();
      phase("cache, cold", () -> {});
      Outcome with = phase("cache, warm", () -> {});
      Outcome dying = phase("cache dies", cache::kill);
      story.event("cache", "kill -9 in the middle of %,d reads", reads);
      int peak = products.peakLoads();
      start();
      phase("cache back, cold", () -> {});
      Outcome again = phase("cache back, warm", () -> {});
      products.close();

      story.figure("hitShare", with.seen.hitShare());
      story.figure("queries", with.queries);
      story.figure("queriesWithout", without.queries);
      story.figure("peakLoads", peak);
      story.claim(
          "answers are the same with the cache, without it, and while it dies",
          without.answers.equals(with.answers)
              && without.answers.equals(dying.answers)
              && without.answers.equals(again.answers));
      story.claim(
          "the database gets what the cache does not answer, and no more",
          without.queries == reads
              && with.queries <= Math.round(reads * (1 - with.seen.hitShare())));
      story.claim(
          "when the cache dies no read fails",
          dying.ledger.failedCount() == 0 && dying.queries > with.queries);
      story.claim("and the database never runs more loads at once than it may", peak <= LOADS);
      story.claim(
          "when it is back, so is the hit share",
          again.seen.hitShare() > with.seen.hitShare() - 0.05);
    }
  }

  /** Returns when the service has noticed: for 100 ms after a failure it does not ask. */
  private void start() throws Exception {
    cache.start();
    while (!products.find(0).hit()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private record Outcome(
      Ledger ledger, long queries, Counters.Seen seen, Map<Long, String> answers) {}

  /** ② The same reads in every phase: read i asks for the same product each time. */
  private Outcome phase(String name, Runnable inTheMiddle) throws Exception {
    Map<Long, String> answers = new ConcurrentHashMap<>();
    Zipf popularity = new Zipf(Schema.PRODUCTS, 1.0);
    Counters.Seen before = products.seen();
    selects.since();
    try (Load load =
        Load.closed(
            CALLERS,
            reads,
            i -> {
              if (i == reads / 3) {
                inTheMiddle.run();
              }
              answers.put(i, products.find(popularity.at(i)).text().orElseThrow());
            })) {
      Ledger ledger = load.await();
      long queries = selects.since();
      Counters.Seen seen = products.seen().since(before);
      table.row(
          name,
          reads,
          ledger.failedCount(),
          queries,
          100 * seen.hitShare(),
          ledger.millisAt(50),
          ledger.millisAt(99));
      return new Outcome(ledger, queries, seen, answers);
    }
  }

  public static void main(String[] args) {
    run(new Lesson1CacheAside(), args);
  }
}

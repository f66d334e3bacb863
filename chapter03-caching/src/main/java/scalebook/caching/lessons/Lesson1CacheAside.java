package scalebook.caching.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.cache.RedisCache.Outage;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.load.PopularReads;
import scalebook.caching.stage.load.PopularReads.Outcome;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * Most reads ask for the same few products. How many queries does a cache save, and what happens
 * when it dies?
 *
 * <p>A dead cache counts as a miss: no read fails. The database then gets all reads, but never more
 * at a time than the load limit lets through.
 *
 * <pre>./book cache-aside --reads 100000</pre>
 */
@Command(name = "cache-aside", description = "a cache in front of the database: what if it dies?")
@Idea(
    value = {CacheAside.class, LoadLimit.class},
    method = "CacheAside.get",
    test = "cache.CacheAsideTest")
@Without(
    name = "cache",
    what = "a loaded row stays in the cache for its time to live",
    falls = {Lesson1CacheAside.WARM, Lesson1CacheAside.BACK})
@Without(
    name = "bypass",
    what = "a failing cache counts as a miss",
    falls = Lesson1CacheAside.NONE_FAILS)
@Without(
    name = "limit",
    what = "the limit of loads that run at once",
    falls = Lesson1CacheAside.LIMITED)
@Without(
    name = "pause",
    what = "after a failure nobody asks the cache for 100 ms",
    falls = Lesson1CacheAside.FEW_ATTEMPTS)
public final class Lesson1CacheAside extends Lesson {
  static final String WARM = "a warm cache answers at least nine of ten reads";
  static final String NONE_FAILS = "no read fails or changes while the cache is dead";
  static final String LIMITED = "at most four loads ever run at once";
  static final String FEW_ATTEMPTS = "few reads try the dead cache, most skip it";
  static final String BACK = "after its restart the cache soon answers as before";
  private static final int CALLERS = 16;
  private static final int LOADS = 4;
  private static final long LOAD_WAIT_MILLIS = 5_000;
  private static final double MOST = 0.9;

  @Option(names = "--reads", description = "reads of each phase (default: ${DEFAULT-VALUE})")
  private Size reads = size(12_000, 2_000);

  private final Map<String, Double> queries = new LinkedHashMap<>();
  private RedisCache cache;
  private RedisCache dead;
  private Story.Table table;
  private PopularReads popular;

  @Override
  protected void tell(Story story) throws Exception {
    int count = reads.get();
    story.question("How many queries do %,d reads cost, also when the cache dies?", count);
    CacheSettings settings = CacheSettings.defaults();
    settings = with("cache") ? settings : settings.ttl(0, 0);
    Outage outage = with("bypass") ? Outage.BYPASSED : Outage.BYPASSED.thrown();
    outage = with("pause") ? outage : outage.withoutPause();
    try (Shop shop = Shop.open(lab(), CALLERS); // ① its connections set no limit
        QueryCounter selects = new QueryCounter(shop.database())) {
      cache = new RedisCache(shop.redis(), outage);
      dead = new RedisCache(shop.redis());
      popular = new PopularReads(CALLERS, count, selects);
      table = story.table("phase", "queries", "hit %", "failed reads", "cache errors", "p99 ms");
      tell(story, shop, settings);
    }
  }

  private void tell(Story story, Shop shop, CacheSettings settings) throws Exception {
    int loads = with("limit") ? LOADS : Integer.MAX_VALUE;
    try (Products bare =
            new Products(
                shop.catalogue(),
                dead,
                settings.protection(CacheSettings.Protection.NONE),
                LOADS,
                LOAD_WAIT_MILLIS);
        Products products =
            new Products(shop.catalogue(), cache, settings, loads, LOAD_WAIT_MILLIS)) {
      shop.cache().kill(); // ② the same code, without a cache
      Outcome without = phase("no cache", bare, () -> {});
      start(shop);
      phase("cache, cold", products, () -> {});
      Outcome warm = phase("cache, warm", products, () -> {});
      long before = cache.failures();
      Outcome dying = phase("cache dies", products, shop.cache()::kill); // ③ amid the reads
      long attempts = cache.failures() - before;
      start(shop);
      phase("cache back, cold", products, () -> {});
      Outcome again = phase("cache back, warm", products, () -> {});
      story.bars("Queries of each phase", "phase", "queries", queries);
      story.figure("failedAttempts", attempts);
      story.figure("peakLoads", products.peakLoads());
      claim(story, without, warm, again);
      story.claim(
          NONE_FAILS,
          attempts > 0
              && dying.ledger().failedCount() == 0
              && Stream.of(warm, dying, again)
                  .allMatch(o -> o.answers().equals(without.answers())));
      story.claim(FEW_ATTEMPTS, attempts > 0 && attempts < reads.get() / 4);
      story.claim(LIMITED, products.peakLoads() <= LOADS);
    }
  }

  private void claim(Story story, Outcome without, Outcome warm, Outcome again) {
    int count = reads.get();
    story.figure("hitShare", warm.seen().hitShare());
    story.figure("queries", warm.queries());
    story.figure("queriesWithout", without.queries());
    story.control("without a cache every read is a query", without.queries() == count);
    story.claim(WARM, warm.seen().hitShare() >= MOST && warm.queries() <= count * (1 - MOST));
    story.claim(BACK, again.seen().hitShare() >= MOST);
  }

  private void start(Shop shop) {
    shop.cache().start();
    while (!cache.answers()) { // for 100 ms after a failure it is not asked
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Outcome phase(String name, Products products, Runnable onTheWay) throws Exception {
    long before = cache.failures() + dead.failures();
    Outcome outcome = popular.run(products, onTheWay);
    table.row(
        name,
        outcome.queries(),
        100 * outcome.seen().hitShare(),
        outcome.ledger().failedCount(),
        cache.failures() + dead.failures() - before,
        outcome.ledger().millisAt(99));
    queries.put(name, (double) outcome.queries());
    return outcome;
  }

  public static void main(String[] args) {
    run(new Lesson1CacheAside(), args);
  }
}

package scalebook.caching.stage.load;

import java.util.concurrent.locks.LockSupport;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.CacheSettings.Protection;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.load.PopularReads.Outcome;
import scalebook.lab.Lab;

/**
 * The same reads without a cache, with a cold and a warm one, while it dies, and after its restart.
 *
 * @param outage what a failing cache means
 * @param loads how many loads may run at once; the callers' connections set no other limit
 */
public record Outages(
    CacheSettings settings, RedisCache.Outage outage, int loads, int callers, int count) {
  private static final long LOAD_WAIT_MILLIS = 5_000;
  private static final int BARE_LOADS = 4;

  /** Hears of each phase as it ends. */
  @FunctionalInterface
  public interface Phases {
    void phase(String name, Outcome outcome, long cacheErrors);
  }

  /** {@code errors}: commands to the dead cache that failed. */
  public record Seen(
      Outcome without, Outcome warm, Outcome dying, Outcome again, long errors, int peakLoads) {}

  public Seen run(Lab lab, Phases phases) throws Exception {
    try (Shop shop = Shop.open(lab, callers);
        QueryCounter selects = new QueryCounter(shop.database())) {
      RedisCache cache = new RedisCache(shop.redis(), outage);
      RedisCache dead = new RedisCache(shop.redis());
      CacheSettings none = settings.protection(Protection.NONE);
      PopularReads reads = new PopularReads(callers, count, selects);
      try (Products bare = products(shop, dead, none, BARE_LOADS);
          Products products = products(shop, cache, settings, loads)) {
        shop.cache().kill(); // ① the same code, without a cache
        Outcome without = reads.run(bare, () -> {});
        phases.phase("no cache", without, dead.failures());
        start(shop, cache);
        phases.phase("cache, cold", reads.run(products, () -> {}), 0);
        Outcome warm = reads.run(products, () -> {});
        phases.phase("cache, warm", warm, 0);
        long before = cache.failures();
        Outcome dying = reads.run(products, shop.cache()::kill); // ② amid the reads
        long errors = cache.failures() - before;
        phases.phase("cache dies", dying, errors);
        start(shop, cache);
        phases.phase("cache back, cold", reads.run(products, () -> {}), 0);
        Outcome again = reads.run(products, () -> {});
        phases.phase("cache back, warm", again, 0);
        return new Seen(without, warm, dying, again, errors, products.peakLoads());
      }
    }
  }

  private static Products products(Shop shop, RedisCache cache, CacheSettings how, int loads) {
    return new Products(shop.catalogue(), cache, how, loads, LOAD_WAIT_MILLIS);
  }

  private static void start(Shop shop, RedisCache cache) {
    shop.cache().start();
    while (!cache.answers()) { // after a failure it is not asked for a moment
      LockSupport.parkNanos(1_000_000);
    }
  }
}

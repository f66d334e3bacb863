package scalebook.caching.lessons;

import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.QueryCounter;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.load.PopularReads;
import scalebook.caching.stage.load.PopularReads.Outcome;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
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
@Idea(
    value = {CacheAside.class, LoadLimit.class},
    method = "CacheAside.get",
    test = "cache.CacheAsideTest")
public final class Lesson1CacheAside extends Lesson {
  private static final int CALLERS = 16;
  private static final int LOADS = 4;

  @Option(names = "--reads", description = "reads of each phase (default: ${DEFAULT-VALUE})")
  private Size reads = size(12_000, 2_000);

  private Story.Table table;
  private PopularReads popular;

  @Override
  protected void tell(Story story) throws Exception {
    int count = reads.get();
    story.question("What do %,d reads cost the database, with a cache and when it dies?", count);
    CacheSettings settings = CacheSettings.defaults();
    try (Shop shop = Shop.open(lab(), LOADS);
        QueryCounter selects = new QueryCounter(shop.database());
        Products bare = shop.products(settings.protection(CacheSettings.Protection.NONE));
        Products products = shop.products(settings)) {
      popular = new PopularReads(CALLERS, count, selects);
      table = story.table("phase", "reads", "failed", "queries", "hit %", "p50 ms", "p99 ms");
      shop.cache().kill(); // ① the same code, without a cache
      Outcome without = phase("no cache", bare, () -> {});
      start(shop, products);
      phase("cache, cold", products, () -> {});
      Outcome with = phase("cache, warm", products, () -> {});
      Outcome dying = phase("cache dies", products, shop.cache()::kill); // ② amid the reads
      story.event("cache", "kill -9 in the middle of %,d reads", count);
      story.figure("peakLoads", products.peakLoads());
      start(shop, products);
      phase("cache back, cold", products, () -> {});
      Outcome again = phase("cache back, warm", products, () -> {});
      claim(story, without, with, dying, again);
    }
  }

  private void claim(Story story, Outcome without, Outcome with, Outcome dying, Outcome again) {
    int count = reads.get();
    double hitShare = story.figure("hitShare", with.seen().hitShare());
    story.figure("queries", with.queries());
    story.figure("queriesWithout", without.queries());
    story.claim(
        "answers are the same with the cache, without it, and while it dies",
        Stream.of(with, dying, again).allMatch(o -> o.answers().equals(without.answers())));
    story.claim(
        "the database gets what the cache does not answer, and no more",
        without.queries() == count && with.queries() <= Math.round(count * (1 - hitShare)));
    story.claim(
        "when the cache dies no read fails",
        dying.ledger().failedCount() == 0 && dying.queries() > with.queries());
    story.claim(
        "and the database never runs more loads at once than it may",
        story.figure("peakLoads") <= LOADS);
    story.claim("when it is back, so is the hit share", again.seen().hitShare() > hitShare - 0.05);
  }

  /** Returns when the service has noticed: for 100 ms after a failure it does not ask. */
  private static void start(Shop shop, Products products) throws Exception {
    shop.cache().start();
    while (!products.find(0).hit()) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  private Outcome phase(String name, Products products, Runnable onTheWay) throws Exception {
    Outcome outcome = popular.run(products, onTheWay);
    table.row(
        name,
        outcome.ledger().sentCount(),
        outcome.ledger().failedCount(),
        outcome.queries(),
        100 * outcome.seen().hitShare(),
        outcome.ledger().millisAt(50),
        outcome.ledger().millisAt(99));
    return outcome;
  }

  public static void main(String[] args) {
    run(new Lesson1CacheAside(), args);
  }
}

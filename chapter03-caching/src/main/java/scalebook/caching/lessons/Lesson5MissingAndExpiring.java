package scalebook.caching.lessons;

import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.BloomFilter;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.stage.database.Shop;
import scalebook.caching.stage.load.AbsentReads;
import scalebook.caching.stage.load.Expiring;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;

/**
 * Two holes in every simple cache: what does not exist is never cached, and what was filled
 * together expires together.
 *
 * <p>Caching "there is none" closes the first, a Bloom filter closes it for a few bits a product. A
 * little chance in the time to live closes the second.
 *
 * <pre>./book missing-and-expiring --keys 500</pre>
 */
@Command(
    name = "missing-and-expiring",
    description = "keys that do not exist, and keys that expire together: who pays?")
@Idea(
    value = {BloomFilter.class, CacheAside.class},
    method = "CacheAside.put",
    test = "cache.CacheAsideTest")
public final class Lesson5MissingAndExpiring extends Lesson {
  private static final int ABSENT = 40;
  private static final int CALLERS = 8;

  @Option(names = "--reads", description = "reads of absent keys (default: ${DEFAULT-VALUE})")
  private Size reads = size(4_000, 1_000);

  @Option(names = "--keys", description = "keys that expire (default: ${DEFAULT-VALUE})")
  private Size keys = size(300, 150);

  @Option(names = "--ttl", description = "their time to live in ms (default: ${DEFAULT-VALUE})")
  private Size ttlMillis = size(2_000, 900);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%,d reads ask for %d products that do not exist. Who pays?", reads.get(), ABSENT);
    CacheSettings settings = CacheSettings.defaults();
    try (Shop shop = Shop.open(lab(), 4);
        Products plain = shop.products(settings.negative(0));
        Products remembering = shop.products(settings.negative(60_000))) {
      absent(story, plain, remembering);
      shop.redis().flushAll();
      story.step("%d keys are filled together, and live for %d ms", keys.get(), ttlMillis.get());
      RedisCache redis = new RedisCache(shop.redis());
      expiring(story, new Expiring(shop.catalogue(), redis, CALLERS, keys.get()));
    }
  }

  private void absent(Story story, Products plain, Products remembering) throws Exception {
    BloomFilter filter = new BloomFilter(Schema.PRODUCTS, 0.01);
    IntStream.range(0, Schema.PRODUCTS).forEach(filter::add);
    AbsentReads absent = new AbsentReads(CALLERS, reads.get(), ABSENT);
    Story.Table table = story.table("protection", "queries");
    long naive = absent.loads(plain, id -> true);
    table.row("none", naive).figure("absentQueries.none", naive);
    long filtered = absent.loads(plain, filter::mayContain); // ① no cache entry has helped yet
    table
        .row("Bloom filter, %d bytes".formatted(filter.bytes()), filtered)
        .figure("absentQueries.bloom", filtered);
    long remembered = absent.loads(remembering, id -> true);
    table
        .row("'there is none' is cached", remembered)
        .figure("absentQueries.negative", remembered)
        .figure("absentQueries", remembered);
    story.claim(
        "without protection each read of nothing is a query", naive > reads.get() / CALLERS);
    story.claim("cached, each absent key is one query", remembered == ABSENT);
    story.claim("a Bloom filter lets next to none through", filtered <= reads.get() * 0.1);

    int fresh = Schema.PRODUCTS; // ② it was asked for, and "there is none" is cached
    boolean before = remembering.find(fresh).text().isPresent();
    remembering.insert(fresh, "brand new", 999);
    filter.add(fresh);
    boolean after = remembering.find(fresh).text().isPresent() && filter.mayContain(fresh);
    story.claim(
        "a product that is new today is not hidden by yesterday's answer", !before && after);
  }

  /** ③ All keys are read again and again; how many loads come in the worst slice of time? */
  private void expiring(Story story, Expiring expiring) throws Exception {
    Story.Table table =
        story.table("time to live", "loads", "in the worst %d ms".formatted(Expiring.SLICE_MILLIS));
    int together = peak(story, table, "all the same", expiring, 0);
    int spread = peak(story, table, "give or take 50 %", expiring, 0.5);
    story.figure("peakLoads.same", together);
    story.figure("peakLoads.jitter", spread);
    story.figure("peakLoads", spread);
    story.claim("jitter flattens the peak", spread * 2 < together);
  }

  private int peak(Story story, Story.Table table, String name, Expiring expiring, double jitter)
      throws Exception {
    Expiring.Peak peak =
        Standstill.without(
            story, Expiring.SLICE_MILLIS / 2, () -> expiring.peak(ttlMillis.get(), jitter));
    table.row(name, peak.loads(), peak.worst());
    return peak.worst();
  }

  public static void main(String[] args) {
    run(new Lesson5MissingAndExpiring(), args);
  }
}

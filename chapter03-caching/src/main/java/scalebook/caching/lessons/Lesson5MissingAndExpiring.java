package scalebook.caching.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
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
import scalebook.lab.Without;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;

/**
 * Two gaps of a simple cache: absent keys are not cached, keys filled together expire together.
 *
 * <p>Negative entries or a Bloom filter close the first, jitter in the time to live the second.
 *
 * <pre>./book missing-and-expiring --keys 500</pre>
 */
@Command(name = "missing-and-expiring", description = "absent keys, keys that expire together")
@Idea(
    value = {BloomFilter.class, CacheAside.class},
    method = "CacheAside.put",
    test = "cache.CacheAsideTest")
@Without(name = "negative", what = "a cached 'none'", falls = Lesson5MissingAndExpiring.NEGATIVE)
@Without(name = "bits", what = "ten bits a product", falls = Lesson5MissingAndExpiring.BLOOM)
@Without(name = "set", what = "a writer caches its row", falls = Lesson5MissingAndExpiring.FRESH)
@Without(name = "jitter", what = "unequal times to live", falls = Lesson5MissingAndExpiring.FLAT)
public final class Lesson5MissingAndExpiring extends Lesson {
  static final String NEGATIVE = "with negative entries an absent key costs one query";
  static final String BLOOM = "a Bloom filter stops nine of ten reads of absent keys";
  static final String FRESH = "an insert is visible at once, despite a negative entry";
  static final String FLAT = "jitter at least halves the worst 100 ms";
  private static final double WRONG = 0.01;
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
    story.question("How many queries do %,d reads of %d absent keys cost?", reads.get(), ABSENT);
    CacheSettings settings = CacheSettings.defaults().setOnWrite(with("set"));
    long negativeMillis = with("negative") ? 60_000 : 0;
    try (Shop shop = Shop.open(lab(), 4);
        Products plain = shop.products(settings.negative(0));
        Products remembering = shop.products(settings.negative(negativeMillis))) {
      absent(story, plain, remembering);
      shop.redis().flushAll();
      story.step("%d keys are filled together; time to live %,d ms", keys.get(), ttlMillis.get());
      RedisCache redis = new RedisCache(shop.redis());
      expiring(story, new Expiring(shop.catalogue(), redis, CALLERS, keys.get()));
    }
  }

  private void absent(Story story, Products plain, Products remembering) throws Exception {
    BloomFilter filter = new BloomFilter(Schema.PRODUCTS, with("bits") ? WRONG : 1 - WRONG);
    IntStream.range(0, Schema.PRODUCTS).forEach(filter::add);
    AbsentReads absent = new AbsentReads(CALLERS, reads.get(), ABSENT);
    Map<String, Double> queries = new LinkedHashMap<>();
    queries.put("nothing", (double) absent.loads(plain, id -> true));
    queries.put("Bloom filter", (double) absent.loads(plain, filter::mayContain));
    queries.put("negative entries", (double) absent.loads(remembering, id -> true));
    Story.Table table = story.table("protection", "queries");
    queries.forEach((protection, count) -> table.row(protection, Math.round(count)));
    story.bars("Queries for absent keys", "protection", "queries", queries);
    double naive = story.figure("absentQueries.none", queries.get("nothing"));
    double filtered = story.figure("absentQueries.bloom", queries.get("Bloom filter"));
    double remembered = story.figure("absentQueries.negative", queries.get("negative entries"));
    story.figure("absentQueries", remembered);
    story.control("without protection an absent key costs queries forever", naive > 10 * ABSENT);
    story.claim(NEGATIVE, remembered == ABSENT);
    story.claim(BLOOM, filtered <= reads.get() * 0.1);
    story.claim(FRESH, AbsentReads.insertIsVisible(remembering, filter)); // ① it was asked for
  }

  /** ② All keys are read again and again; how many loads come in the worst slice of time? */
  private void expiring(Story story, Expiring expiring) throws Exception {
    Story.Table table = story.table("time to live", "loads", "worst 100 ms");
    double together = peak(story, table, "equal", expiring, 0);
    double spread = peak(story, table, "jitter ± 50 %", expiring, with("jitter") ? 0.5 : 0);
    var bars = Map.of("equal", together, "jitter ± 50 %", spread);
    story.bars("Loads in the worst 100 ms", "time to live", "loads", bars);
    story.figure("peakLoads.same", together);
    story.figure("peakLoads.jitter", spread);
    story.figure("peakLoads", spread);
    story.claim(FLAT, spread * 2 <= together);
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

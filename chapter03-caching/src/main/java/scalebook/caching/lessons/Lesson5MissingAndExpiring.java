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
 * Two gaps of every simple cache: an absent key is never cached, and keys that were filled together
 * expire together.
 *
 * <p>A negative entry ("there is none") closes the first, and so does a Bloom filter, with a few
 * bits a product. Jitter in the time to live closes the second.
 *
 * <pre>./book missing-and-expiring --keys 500</pre>
 */
@Command(
    name = "missing-and-expiring",
    description = "absent keys, and keys that expire together: how many loads?")
@Idea(
    value = {BloomFilter.class, CacheAside.class},
    method = "CacheAside.put",
    test = "cache.CacheAsideTest")
@Without(
    name = "negative",
    what = "the cache keeps 'there is none', too",
    falls = Lesson5MissingAndExpiring.NEGATIVE)
@Without(
    name = "bits",
    what = "the Bloom filter has ten bits a product, and not one for 48",
    falls = Lesson5MissingAndExpiring.BLOOM)
@Without(
    name = "set",
    what = "a writer puts what it committed into the cache",
    falls = Lesson5MissingAndExpiring.FRESH)
@Without(
    name = "jitter",
    what = "times to live vary by 50 %",
    falls = Lesson5MissingAndExpiring.FLATTENED)
public final class Lesson5MissingAndExpiring extends Lesson {
  static final String NEGATIVE = "with negative entries an absent key costs one query";
  static final String BLOOM = "a Bloom filter stops nine of ten reads of absent keys";
  static final String FRESH = "an insert is visible at once, despite a negative entry";
  static final String FLATTENED = "jitter at least halves the worst 100 ms";
  private static final double WRONG_SHARE = 0.01;
  private static final int ABSENT = 40;
  private static final int CALLERS = 8;
  private static final double JITTER = 0.5;

  @Option(names = "--reads", description = "reads of absent keys (default: ${DEFAULT-VALUE})")
  private Size reads = size(4_000, 1_000);

  @Option(names = "--keys", description = "keys that expire (default: ${DEFAULT-VALUE})")
  private Size keys = size(300, 150);

  @Option(names = "--ttl", description = "their time to live in ms (default: ${DEFAULT-VALUE})")
  private Size ttlMillis = size(2_000, 900);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "How many queries do %,d reads of %d absent products cost?", reads.get(), ABSENT);
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
    BloomFilter filter =
        new BloomFilter(Schema.PRODUCTS, with("bits") ? WRONG_SHARE : 1 - WRONG_SHARE);
    IntStream.range(0, Schema.PRODUCTS).forEach(filter::add);
    AbsentReads absent = new AbsentReads(CALLERS, reads.get(), ABSENT);
    Story.Table table = story.table("protection", "queries");
    long naive = absent.loads(plain, id -> true);
    table.row("nothing", naive).figure("absentQueries.none", naive);
    long filtered = absent.loads(plain, filter::mayContain); // ① no cache entry has helped yet
    table
        .row("Bloom filter, %,d bytes".formatted(filter.bytes()), filtered)
        .figure("absentQueries.bloom", filtered);
    long remembered = absent.loads(remembering, id -> true);
    table
        .row("negative entries", remembered)
        .figure("absentQueries.negative", remembered)
        .figure("absentQueries", remembered);
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("nothing", (double) naive);
    bars.put("Bloom filter", (double) filtered);
    bars.put("negative entries", (double) remembered);
    story.bars("Queries for absent keys", "protection", "queries", bars);
    story.control("without protection an absent key costs queries forever", naive > 10 * ABSENT);
    story.claim(NEGATIVE, remembered == ABSENT);
    story.claim(BLOOM, filtered <= reads.get() * 0.1);
    insert(story, remembering, filter);
  }

  private static void insert(Story story, Products remembering, BloomFilter filter)
      throws Exception {

    int fresh = Schema.PRODUCTS; // ② it was asked for, and "there is none" is cached
    boolean before = remembering.find(fresh).text().isPresent();
    remembering.insert(fresh, "brand new", 999);
    filter.add(fresh);
    boolean after = remembering.find(fresh).text().isPresent() && filter.mayContain(fresh);
    story.claim(FRESH, !before && after);
  }

  /** ③ All keys are read again and again; how many loads come in the worst slice of time? */
  private void expiring(Story story, Expiring expiring) throws Exception {
    Story.Table table =
        story.table("time to live", "loads", "worst %d ms".formatted(Expiring.SLICE_MILLIS));
    int together = peak(story, table, "equal", expiring, 0);
    int spread = peak(story, table, "jitter ± 50 %", expiring, with("jitter") ? JITTER : 0);
    story.bars(
        "Loads in the worst 100 ms",
        "time to live",
        "loads",
        Map.of("equal", (double) together, "jitter ± 50 %", (double) spread));
    story.figure("peakLoads.same", together);
    story.figure("peakLoads.jitter", spread);
    story.figure("peakLoads", spread);
    story.claim(FLATTENED, spread * 2 <= together);
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

package scalebook.caching.lessons;

import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.BloomFilter;
import scalebook.caching.cache.CacheAside;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.LoadLimit;
import scalebook.caching.cache.Loader;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.catalogue.Row;
import scalebook.caching.service.Products;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.Schema;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lesson;
import scalebook.lab.load.Load;
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
public final class Lesson5MissingAndExpiring extends Lesson {
  private static final int ABSENT = 40;
  private static final int CALLERS = 8;
  private static final long SLICE_MILLIS = 100;

  @Option(names = "--reads", description = "reads of absent keys (default: 4000, quick 1000)")
  private int reads;

  @Option(names = "--keys", description = "keys that expire (default: 300, quick 150)")
  private int keys;

  @Option(names = "--ttl", description = "their time to live in ms (default: 2000, quick 900)")
  private int ttlMillis;

  private Catalogue catalogue;
  private RedisCache redis;

  @Override
  protected void tell(Story story) throws Exception {
    reads = reads > 0 ? reads : either(4_000, 1_000);
    keys = keys > 0 ? keys : either(300, 150);
    ttlMillis = ttlMillis > 0 ? ttlMillis : either(2_000, 900);
    story.question("%,d reads ask for %d products that do not exist. Who pays?", reads, ABSENT);
    MySql database = lab().mysql("db");
    Redis cache = lab().redis("cache");
    Schema.create(database);
    try (HikariDataSource pool = Connections.of(database, cache).pool("products", 4);
        RedisCache shared = new RedisCache(cache.client(), false)) {
      catalogue = new Catalogue(pool);
      redis = shared;
      absent(story);
      cache.client().flushAll();
      story.step("%d keys are filled together, and live for %d ms", keys, ttlMillis);
      expiring(story);
    }
  }

  private void absent(Story story) throws Exception {
    CacheSettings none = CacheSettings.defaults().negative(0);
    CacheSettings negative = CacheSettings.defaults().negative(60_000);
    BloomFilter filter = new BloomFilter(Schema.PRODUCTS, 0.01);
    for (int id = 0; id < Schema.PRODUCTS; id++) {
      filter.add(id);
    }
    Story.Table table = story.table("protection", "queries");
    try (Products plain = new Products(catalogue, redis, none, 4, 5_000);
        Products remembering = new Products(catalogue, redis, negative, 4, 5_000)) {
      long naive = ask(plain, id -> true);
      table.row("none", naive);
      long filtered = ask(plain, id -> filter.mayContain(id)); // ① no cache entry has helped yet
      table.row("Bloom filter, %d bytes".formatted(filter.bytes()), filtered);
      long remembered = ask(remembering, id -> true);
      table.row("'there is none' is cached", remembered);
      story.figure("absentQueries.none", naive);
      story.figure("absentQueries.bloom", filtered);
      story.figure("absentQueries.negative", remembered);
      story.figure("absentQueries", remembered);
      story.claim("without protection each read of nothing is a query", naive > reads / CALLERS);
      story.claim("cached, each absent key is one query", remembered == ABSENT);
      story.claim("a Bloom filter lets next to none through", filtered <= reads * 0.1);

      int fresh = Schema.PRODUCTS; // ② it was asked for, and "there is none" is cached
      boolean before = remembering.find(fresh).text().isPresent();
      remembering.insert(fresh, "brand new", 999);
      filter.add(fresh);
      boolean after = remembering.find(fresh).text().isPresent() && filter.mayContain(fresh);
      story.claim(
          "a product that is new today is not hidden by yesterday's answer", !before && after);
    }
  }

  /** Which ids to look for at all. */
  private interface Known {
    boolean perhaps(int id);
  }

  private long ask(Products products, Known known) throws Exception {
    long before = products.seen().loads();
    try (Load load =
        Load.closed(
            CALLERS,
            reads,
            i -> {
              int id = Schema.PRODUCTS + (int) (i % ABSENT);
              if (known.perhaps(id) && products.find(id).text().isPresent()) {
                throw new IllegalStateException("there is no product " + id);
              }
            })) {
      if (load.await().failedCount() > 0) {
        throw new IllegalStateException(load.ledger().toString());
      }
    }
    return products.seen().loads() - before;
  }

  /** ③ All keys are read again and again; how many loads come in the worst slice of time? */
  private void expiring(Story story) throws Exception {
    Story.Table table =
        story.table("time to live", "loads", "in the worst %d ms".formatted(SLICE_MILLIS));
    int together = peak(story, table, "all the same", 0);
    int spread = peak(story, table, "give or take 50 %", 0.5);
    story.figure("peakLoads.same", together);
    story.figure("peakLoads.jitter", spread);
    story.figure("peakLoads", spread);
    story.claim("jitter flattens the peak", spread * 2 < together);
  }

  private record Peak(int worst, long loads) {}

  private int peak(Story story, Story.Table table, String name, double jitter) throws Exception {
    Peak peak = Standstill.without(story, SLICE_MILLIS / 2, () -> peak(jitter));
    table.row(name, peak.loads, peak.worst);
    return peak.worst;
  }

  private Peak peak(double jitter) throws Exception {
    CacheSettings settings = CacheSettings.defaults().ttl(ttlMillis, jitter);
    AtomicInteger[] slices = new AtomicInteger[(int) (ttlMillis * 3 / SLICE_MILLIS)];
    Arrays.setAll(slices, i -> new AtomicInteger());
    Loader loader = key -> catalogue.load(Integer.parseInt(key));
    List<Optional<Row>> rows = new ArrayList<>();
    for (int id = 0; id < keys; id++) {
      rows.add(catalogue.load(id));
    }
    try (CacheAside cache = new CacheAside(redis, new LoadLimit(loader, 4, 5_000), settings)) {
      for (int id = 0; id < keys; id++) {
        cache.put(String.valueOf(id), rows.get(id), 0); // one right after the other
      }
      long start = System.currentTimeMillis();
      long until = start + (long) (ttlMillis * 1.6);
      try (Load load =
          Load.closed(
              CALLERS,
              Long.MAX_VALUE,
              i -> {
                boolean hit = cache.get(String.valueOf(i % keys)).hit();
                long at = (System.currentTimeMillis() - start) / SLICE_MILLIS;
                if (!hit && at < slices.length) {
                  slices[(int) at].incrementAndGet();
                }
              })) {
        TimeUnit.MILLISECONDS.sleep(until - start); // the time in which they expire
        load.stop();
      }
      int worst = Arrays.stream(slices).mapToInt(AtomicInteger::get).max().orElse(0);
      return new Peak(worst, cache.seen().loads());
    }
  }

  public static void main(String[] args) {
    run(new Lesson5MissingAndExpiring(), args);
  }
}

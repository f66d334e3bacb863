package scalebook.caching.lessons;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.service.ObjectCache;
import scalebook.caching.service.Products;
import scalebook.caching.service.QueryCache;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.Schema;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;

/**
 * Cache the results of queries, or the things that they are made of? One changed row tells.
 *
 * <p>A price changes. Which cached pages show it, or should show it now? The writer of a product
 * cannot know, so it leaves them wrong or drops them all. Of the cached products exactly one is
 * wrong, and the writer knows it by name.
 *
 * <pre>./book query-or-object --writes 50</pre>
 */
@Command(
    name = "query-or-object",
    description = "cache query results or objects: which entries does one changed row make wrong?")
public final class Lesson2QueryOrObject extends Lesson {
  private static final int[] PAGE_SIZES = {5, 10, 20, 50};

  @Option(names = "--writes", description = "prices that change (default: 20, quick 4)")
  private int writes;

  @Option(names = "--categories", description = "whose pages are cached (default: 100, quick 10)")
  private int categories;

  private Catalogue catalogue;
  private QueryCache queries;
  private ObjectCache objects;

  @Override
  protected void tell(Story story) throws Exception {
    writes = writes > 0 ? writes : either(20, 4);
    categories = categories > 0 ? categories : either(Schema.CATEGORIES, 10);
    int pages = categories * PAGE_SIZES.length;
    story.question(
        "%d prices change under %d cached pages. Which pages are now wrong?", writes, pages);
    MySql database = lab().mysql("db");
    Redis cache = lab().redis("cache");
    Schema.create(database);
    Connections connections = Connections.of(database, cache);
    try (HikariDataSource pool = connections.pool("products", 4);
        RedisCache redis = new RedisCache(cache.client(), false)) {
      catalogue = new Catalogue(pool);
      Products products = new Products(catalogue, redis, CacheSettings.defaults(), 4, 5_000);
      queries = new QueryCache(catalogue, cache.client());
      objects = new ObjectCache(catalogue, products);
      wrong(true); // ① every page is asked for once: now both caches are full
      wrong(false);
      Random random = new Random(3);
      for (int i = 0; i < writes; i++) {
        int category = random.nextInt(categories);
        int product = catalogue.cheapestIds(category, 10).get(random.nextInt(10));
        products.reprice(product, 50 + random.nextInt(90_000)); // ② its own entry is replaced
      }
      int staleQueries = wrong(true);
      int staleObjects = wrong(false);
      int dropped = queries.dropAll();
      story.figure("staleQueryEntries", staleQueries);
      story.figure("staleObjects", staleObjects);
      story.figure("droppedQueryEntries", dropped);
      Story.Table table = story.table("cached", "pages", "wrong", "to be safe, drop");
      table.row("query results", pages, staleQueries, dropped);
      table.row("objects", pages, staleObjects, writes);
      story.claim("cached results go on showing what is no more", staleQueries > 0);
      story.claim(
          "or a writer drops far more than it has changed",
          wrong(true) == 0 && dropped >= 10 * writes);
      story.claim(
          "of cached objects a writer replaces its own, and no page is wrong", staleObjects == 0);
      products.close();
    }
  }

  /** How many pages differ from what the database says now. */
  private int wrong(boolean query) throws Exception {
    int wrong = 0;
    for (int category = 0; category < categories; category++) {
      for (int count : PAGE_SIZES) {
        String truth = Catalogue.text(catalogue.cheapest(category, count));
        String page = query ? queries.cheapest(category, count) : objects.cheapest(category, count);
        wrong += page.equals(truth) ? 0 : 1;
      }
    }
    return wrong;
  }

  public static void main(String[] args) {
    run(new Lesson2QueryOrObject(), args);
  }
}

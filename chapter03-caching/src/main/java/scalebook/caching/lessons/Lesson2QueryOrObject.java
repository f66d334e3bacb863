package scalebook.caching.lessons;

import java.util.Random;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.service.ObjectCache;
import scalebook.caching.service.Products;
import scalebook.caching.service.QueryCache;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.stage.database.Shop;
import scalebook.engines.json.Json;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
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
@Command(name = "query-or-object", description = "cached queries or objects: what is wrong now?")
@Idea(
    value = {QueryCache.class, ObjectCache.class},
    test = "service.QueryOrObjectTest")
public final class Lesson2QueryOrObject extends Lesson {
  private static final int[] PAGE_SIZES = {5, 10, 20, 50};

  @Option(names = "--writes", description = "prices that change (default: ${DEFAULT-VALUE})")
  private Size writes = size(20, 4);

  @Option(names = "--categories", description = "cached categories (default: ${DEFAULT-VALUE})")
  private Size categories = size(Schema.CATEGORIES, 10);

  private Catalogue catalogue;

  @Override
  protected void tell(Story story) throws Exception {
    int changes = writes.get();
    int pages = categories.get() * PAGE_SIZES.length;
    story.question(
        "%d prices change under %d cached pages. Which pages are now wrong?", changes, pages);
    try (Shop shop = Shop.open(lab(), 4);
        Products products = shop.products(CacheSettings.defaults())) {
      catalogue = shop.catalogue();
      QueryCache queries = new QueryCache(catalogue, shop.redis());
      ObjectCache objects = new ObjectCache(catalogue, products);
      wrong(queries::cheapest); // ① every page is asked for once: now both caches are full
      wrong(objects::cheapest);
      Random random = new Random(3);
      for (int i = 0; i < changes; i++) {
        int category = random.nextInt(categories.get());
        int product = catalogue.cheapestIds(category, 10).get(random.nextInt(10));
        products.reprice(product, 50 + random.nextInt(90_000)); // ② its own entry is replaced
      }
      int staleQueries = wrong(queries::cheapest);
      int staleObjects = wrong(objects::cheapest);
      int dropped = queries.dropAll();
      Story.Table table = story.table("cached", "pages", "wrong", "to be safe, drop");
      table
          .row("query results", pages, staleQueries, dropped)
          .figure("staleQueryEntries", staleQueries)
          .figure("droppedQueryEntries", dropped);
      table.row("objects", pages, staleObjects, changes).figure("staleObjects", staleObjects);
      story.claim("cached results go on showing what is no more", staleQueries > 0);
      story.claim(
          "or a writer drops far more than it has changed",
          wrong(queries::cheapest) == 0 && dropped >= 10 * changes);
      story.claim(
          "of cached objects a writer replaces its own, and no page is wrong", staleObjects == 0);
    }
  }

  /** A page of the cheapest products of a category, by whatever cache. */
  private interface Pages {
    String cheapest(int category, int count) throws Exception;
  }

  /** How many pages differ from what the database says now. */
  private int wrong(Pages pages) throws Exception {
    int wrong = 0;
    for (int category = 0; category < categories.get(); category++) {
      for (int count : PAGE_SIZES) {
        String truth = Json.text(catalogue.cheapest(category, count));
        wrong += pages.cheapest(category, count).equals(truth) ? 0 : 1;
      }
    }
    return wrong;
  }

  public static void main(String[] args) {
    run(new Lesson2QueryOrObject(), args);
  }
}

package scalebook.caching.lessons;

import java.util.Map;
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
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * Cache the results of queries, or the objects that they are made of?
 *
 * <p>A price changes. The writer cannot know which cached results contain it, so it leaves them
 * wrong or drops them all. Of the cached objects exactly one is wrong, and the writer knows its
 * key.
 *
 * <pre>./book query-or-object --writes 50</pre>
 */
@Command(name = "query-or-object", description = "cached queries or objects: what is wrong now?")
@Idea(
    value = {QueryCache.class, ObjectCache.class},
    test = "service.QueryOrObjectTest")
@Without(
    name = "set",
    what = "a writer puts what it committed into the cache",
    falls = Lesson2QueryOrObject.NONE_WRONG)
public final class Lesson2QueryOrObject extends Lesson {
  static final String NONE_WRONG = "a writer that sets its own object leaves no page wrong";
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
    story.question("%d prices change. How many of %d cached pages are wrong then?", changes, pages);
    try (Shop shop = Shop.open(lab(), 4);
        Products products = shop.products(CacheSettings.defaults().setOnWrite(with("set")))) {
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
      Story.Table table = story.table("cached", "pages", "wrong pages", "entries to drop");
      table
          .row("query results", pages, staleQueries, dropped)
          .figure("staleQueryEntries", staleQueries)
          .figure("droppedQueryEntries", dropped);
      table.row("objects", pages, staleObjects, changes).figure("staleObjects", staleObjects);
      story.bars(
          "Wrong pages after the writes",
          "cached",
          "pages",
          Map.of("query results", (double) staleQueries, "objects", (double) staleObjects));
      story.control("cached query results go on showing old prices", staleQueries > 0);
      story.control(
          "to be safe, a writer must drop all cached results",
          wrong(queries::cheapest) == 0 && dropped == pages);
      story.claim(NONE_WRONG, staleObjects == 0);
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

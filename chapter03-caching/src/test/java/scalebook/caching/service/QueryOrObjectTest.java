package scalebook.caching.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.stage.database.Schema;
import scalebook.caching.stage.database.Shop;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.engines.json.Json;

/** One price changes under two pages of its category, and under one of another. */
@ExtendWith(WithLab.class)
class QueryOrObjectTest {
  private Shop shop;
  private Products products;
  private Catalogue catalogue;
  private QueryCache queries;
  private ObjectCache objects;

  @BeforeEach
  void open(MySql pagesDb, Redis cache) throws Exception {
    Schema.create(pagesDb);
    cache.client().flushAll();
    shop = Shop.of(pagesDb, cache, 2, 2_000);
    catalogue = shop.catalogue();
    products = shop.products(CacheSettings.defaults());
    queries = new QueryCache(catalogue, shop.redis());
    objects = new ObjectCache(catalogue, products);
    for (int[] page : new int[][] {{1, 5}, {1, 10}, {2, 5}}) {
      queries.cheapest(page[0], page[1]);
      objects.cheapest(page[0], page[1]);
    }
    products.reprice(catalogue.cheapestIds(1, 1).get(0), 1);
  }

  @AfterEach
  void close() {
    products.close();
    shop.close();
  }

  private String truth(int category, int count) throws Exception {
    return Json.text(catalogue.cheapest(category, count));
  }

  @Test
  void cachedPagesGoOnShowingTheOldPriceUntilAllAreDropped() throws Exception {
    assertThat(queries.cheapest(1, 5)).as("the first page").isNotEqualTo(truth(1, 5));
    assertThat(queries.cheapest(1, 10)).as("the longer page").isNotEqualTo(truth(1, 10));
    assertThat(queries.dropAll()).as("results that had to go for one price").isEqualTo(3);
    assertThat(queries.cheapest(1, 5)).isEqualTo(truth(1, 5));
  }

  @Test
  void aWriterThatDoesNotSetItsObjectLeavesThePageWrong() throws Exception {
    try (Products silent = shop.products(CacheSettings.defaults().setOnWrite(false))) {
      silent.reprice(catalogue.cheapestIds(1, 1).get(0), 2);
    }
    assertThat(objects.cheapest(1, 5)).isNotEqualTo(truth(1, 5));
  }

  @Test
  void aPageOfCachedObjectsShowsTheNewPrice() throws Exception {
    assertThat(objects.cheapest(1, 5)).isEqualTo(truth(1, 5));
    assertThat(objects.cheapest(1, 10)).isEqualTo(truth(1, 10));
    assertThat(objects.cheapest(2, 5)).isEqualTo(truth(2, 5));
  }
}

package scalebook.caching.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.stage.database.Connections;
import scalebook.caching.stage.database.Schema;
import scalebook.engines.json.Json;
import scalebook.engines.MySql;
import scalebook.engines.Redis;

/** One price changes under two pages of its category, and under one of another. */
@ExtendWith(WithLab.class)
class QueryOrObjectTest {
  private HikariDataSource pool;
  private RedisCache redis;
  private Catalogue catalogue;
  private Products products;
  private QueryCache queries;
  private ObjectCache objects;

  @BeforeEach
  void open(MySql pagesDb, Redis cache) throws Exception {
    Schema.create(pagesDb);
    cache.client().flushAll();
    pool = Connections.of(pagesDb, cache).pool("pages", 2);
    redis = new RedisCache(Redis.client(cache.url()), true);
    catalogue = new Catalogue(pool);
    products = new Products(catalogue, redis, CacheSettings.defaults(), 2, 5_000);
    queries = new QueryCache(catalogue, cache.client());
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
    redis.close();
    pool.close();
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
  void aPageOfCachedObjectsShowsTheNewPrice() throws Exception {
    assertThat(objects.cheapest(1, 5)).isEqualTo(truth(1, 5));
    assertThat(objects.cheapest(1, 10)).isEqualTo(truth(1, 10));
    assertThat(objects.cheapest(2, 5)).isEqualTo(truth(2, 5));
  }
}

package scalebook.caching.service;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;
import scalebook.caching.catalogue.Catalogue;
import scalebook.engines.json.Json;

/**
 * Caches what a query returned, under a hash of the query. Simple and general; but which entries a
 * changed row has made wrong, nobody can tell from the outside.
 */
public final class QueryCache {
  private static final int KEEP_MILLIS = 60_000;
  private static final String KEY = "query:";

  private final Catalogue catalogue;
  private final RedisClient redis;

  public QueryCache(Catalogue catalogue, RedisClient redis) {
    this.catalogue = catalogue;
    this.redis = redis;
  }

  /** The page with the cheapest products of a category. */
  public String cheapest(int category, int count) throws SQLException {
    String key = key("cheapest", category, count);
    String cached = redis.get(key);
    if (cached != null) {
      return cached;
    }
    String page = Json.text(catalogue.cheapest(category, count));
    redis.set(key, page, SetParams.setParams().px(KEEP_MILLIS));
    return page;
  }

  /** All a writer can do to be sure: drop every result of a query on that table. */
  public int dropAll() {
    List<String> keys = List.copyOf(redis.keys(KEY + "*")); // fine here: the server is ours alone
    return keys.isEmpty() ? 0 : (int) redis.del(keys.toArray(String[]::new));
  }

  private static String key(String query, int category, int count) {
    String text = query + " " + category + " " + count;
    return KEY + UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}

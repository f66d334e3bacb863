package scalebook.caching.stage.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import redis.clients.jedis.RedisClient;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.service.Products;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/** What every lesson of this chapter begins with: a full database, a cache, clients of both. */
public record Shop(MySql database, Redis cache, HikariDataSource pool, RedisClient redis)
    implements AutoCloseable {
  private static final long LOAD_WAIT_MILLIS = 5_000;
  private static final int CACHE_CLIENTS = 32;

  /** {@code loads}: how many the database takes at once; each wait for the cache is bounded. */
  public static Shop of(MySql database, Redis cache, int loads, int cacheTimeoutMillis) {
    HikariDataSource pool = Connections.of(database, cache).pool("products", loads);
    RedisClient redis = Redis.client(cache.url(), cacheTimeoutMillis, CACHE_CLIENTS);
    return new Shop(database, cache, pool, redis);
  }

  /** On servers of their own, which are called "db" and "cache". */
  public static Shop open(Lab lab, int loads) throws SQLException {
    MySql database = lab.mysql("db");
    Schema.create(database);
    return of(database, lab.redis("cache"), loads, 2_000);
  }

  public Connections connections() {
    return Connections.of(database, cache);
  }

  public Catalogue catalogue() {
    return new Catalogue(pool);
  }

  /** The service, with a memory of its own. */
  public Products products(CacheSettings settings) {
    int loads = pool.getMaximumPoolSize();
    return new Products(catalogue(), new RedisCache(redis), settings, loads, LOAD_WAIT_MILLIS);
  }

  @Override
  public void close() {
    redis.close();
    pool.close();
  }
}

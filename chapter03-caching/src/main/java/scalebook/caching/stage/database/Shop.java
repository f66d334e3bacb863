package scalebook.caching.stage.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import redis.clients.jedis.RedisClient;
import scalebook.caching.cache.CacheSettings;
import scalebook.caching.cache.RedisCache;
import scalebook.caching.catalogue.Catalogue;
import scalebook.caching.service.Products;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/** What every lesson of this chapter begins with: a full database, a cache, clients of both. */
public final class Shop implements AutoCloseable {
  private static final long LOAD_WAIT_MILLIS = 5_000;
  private static final int CACHE_CLIENTS = 32;

  private final MySql database;
  private final Redis cache;
  private final int loads;
  private final HikariDataSource pool;
  private final RedisClient redis;
  private final Deque<Products> opened = new ArrayDeque<>();

  /** {@code loads}: how many the database takes at once; each wait for the cache is bounded. */
  public Shop(MySql database, Redis cache, int loads, int cacheTimeoutMillis) {
    this.database = database;
    this.cache = cache;
    this.loads = loads;
    this.pool = connections().pool("products", loads);
    this.redis = Redis.client(cache.url(), cacheTimeoutMillis, CACHE_CLIENTS);
  }

  /** On servers of their own, which are called "db" and "cache". */
  public static Shop open(Lab lab, int loads) throws SQLException {
    MySql database = lab.mysql("db");
    Schema.create(database);
    return new Shop(database, lab.redis("cache"), loads, 2_000);
  }

  public MySql database() {
    return database;
  }

  public Redis cache() {
    return cache;
  }

  public RedisClient redis() {
    return redis;
  }

  public Connections connections() {
    return Connections.of(database, cache);
  }

  public Catalogue catalogue() {
    return new Catalogue(pool);
  }

  /** The service, with a memory of its own; it ends with the shop. */
  public Products products(CacheSettings settings) {
    RedisCache shared = new RedisCache(redis);
    opened.push(new Products(catalogue(), shared, settings, loads, LOAD_WAIT_MILLIS));
    return opened.peek();
  }

  @Override
  public void close() {
    opened.forEach(Products::close);
    redis.close();
    pool.close();
  }
}

package scalebook.caching.stage.database;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.MySql;
import scalebook.engines.Redis;

/** How a client, perhaps in another process, reaches the database and the cache. */
public record Connections(String mysqlUrl, Properties mysql, String redisUrl) {
  private static final long BOUND_NANOS = 20_000_000_000L;

  public static Connections of(MySql database, Redis cache) {
    return new Connections(database.url(), database.properties(), cache.url());
  }

  /** With all its connections open: opening one later would be a SELECT that no reader made. */
  public HikariDataSource pool(String name, int size) {
    HikariDataSource pool = MySql.pool(name, mysqlUrl, mysql, size);
    long deadline = System.nanoTime() + BOUND_NANOS;
    while (pool.getHikariPoolMXBean().getTotalConnections() < size) {
      if (System.nanoTime() > deadline) {
        pool.close();
        throw new IllegalStateException("the pool has not opened its connections in time");
      }
      LockSupport.parkNanos(1_000_000);
    }
    return pool;
  }

  @Override
  public String toString() {
    return "connections"; // they hold passwords
  }
}

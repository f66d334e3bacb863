package scalebook.caching.stage.database;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.MySql;
import scalebook.engines.Redis;

/**
 * How another process reaches the database and the cache: in a file of the lab's private folder,
 * since everybody can read a process's arguments.
 */
public record Connections(String mysqlUrl, Properties mysql, String redisUrl) {
  private static final String URL = "scalebook.url";
  private static final String REDIS = "scalebook.redis";
  private static final long BOUND_NANOS = 20_000_000_000L;

  public static Connections of(MySql database, Redis cache) {
    return new Connections(database.url(), database.properties(), cache.url());
  }

  public Path write(Path file) throws IOException {
    Properties all = new Properties();
    all.putAll(mysql);
    all.setProperty(URL, mysqlUrl);
    all.setProperty(REDIS, redisUrl);
    try (Writer out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
    return file;
  }

  public static Connections read(Path file) throws IOException {
    Properties all = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      all.load(in);
    }
    String url = (String) all.remove(URL);
    String redis = (String) all.remove(REDIS);
    return new Connections(url, all, redis);
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

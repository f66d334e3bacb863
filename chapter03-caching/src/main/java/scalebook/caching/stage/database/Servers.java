package scalebook.caching.stage.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import scalebook.caching.cache.RedisCache;
import scalebook.engines.MySql;
import scalebook.engines.Redis;
import scalebook.lab.Lab;

/** What every lesson of this chapter begins with: products in a database, and a cache. */
public record Servers(MySql database, Redis cache) {
  public static Servers open(Lab lab) throws SQLException {
    Servers servers = new Servers(lab.mysql("db"), lab.redis("cache"));
    Schema.create(servers.database);
    return servers;
  }

  public Connections connections() {
    return Connections.of(database, cache);
  }

  public HikariDataSource pool(int size) {
    return connections().pool("products", size);
  }

  /** A client of its own, as in a process of its own. */
  public RedisCache cache(int timeoutMillis, int clients) {
    return new RedisCache(Redis.client(cache.url(), timeoutMillis, clients), true);
  }
}

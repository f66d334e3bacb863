package scalebook.transactions.shop;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import scalebook.engines.Endpoints;

/** A bounded pool to each database; a caller soon learns that a database is away. */
public final class Pools implements AutoCloseable {
  private static final long CONNECTION_MILLIS = 400;

  private final Map<Part, HikariDataSource> pools = new EnumMap<>(Part.class);

  public Pools(Endpoints endpoints, ToIntFunction<Part> connections) {
    for (Part part : Part.values()) {
      HikariDataSource pool = endpoints.pool(part.database(), connections.applyAsInt(part));
      fill(pool);
      pool.setConnectionTimeout(CONNECTION_MILLIS);
      pools.put(part, pool);
    }
  }

  /** That little patience is for a database that is away, not for a pool that has only begun. */
  private static void fill(HikariDataSource pool) {
    Deque<Connection> all = new ArrayDeque<>();
    try {
      while (all.size() < pool.getMaximumPoolSize()) {
        all.push(pool.getConnection());
      }
    } catch (SQLException away) {
      // Whoever asks next is told.
    } finally {
      all.forEach(Pools::giveBack);
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException gone) {
      // Its pool opens another.
    }
  }

  public DataSource to(Part part) {
    return pools.get(part);
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}

package scalebook.transactions.shop;

import com.zaxxer.hikari.HikariDataSource;
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
      pool.setConnectionTimeout(CONNECTION_MILLIS);
      pools.put(part, pool);
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

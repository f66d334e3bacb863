package scalebook.transactions.shop;

import com.zaxxer.hikari.HikariDataSource;
import java.util.EnumMap;
import java.util.Map;
import scalebook.engines.Endpoints;
import scalebook.lab.fault.Crash;

/** Three transactions, one after the other: what everybody writes first. */
public final class NaiveOrders implements Orders {
  private static final int CONNECTIONS = 4;

  private final Map<Part, HikariDataSource> pools = new EnumMap<>(Part.class);
  private final Crash crash;

  public NaiveOrders(Endpoints endpoints, Crash crash) {
    this.crash = crash;
    for (Part part : Part.values()) {
      pools.put(part, ShopDatabases.pool(endpoints, part, CONNECTIONS));
    }
  }

  @Override
  public boolean place(Order order) throws Exception {
    try {
      for (Part part : Part.values()) {
        Local.transaction(
            pools.get(part),
            connection -> {
              part.act(connection, order);
              return null;
            });
        crash.at("after-" + part.database());
      }
      return true;
    } catch (Refused no) {
      return false; // and what the databases before it have done, stays
    }
  }

  @Override
  public boolean settled() {
    return true;
  }

  @Override
  public void close() {
    pools.values().forEach(HikariDataSource::close);
  }
}

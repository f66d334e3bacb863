package scalebook.transactions.shop;

import scalebook.engines.Endpoints;
import scalebook.engines.Sql;

/** Three transactions, one after the other: what everybody writes first. */
public final class NaiveOrders implements Orders {
  private static final int CONNECTIONS = 4;

  private final Pools pools;
  private final Progress progress;

  public NaiveOrders(Endpoints endpoints, Progress progress) {
    this.progress = progress;
    this.pools = new Pools(endpoints, part -> CONNECTIONS);
  }

  @Override
  public boolean place(Order order) throws Exception {
    try {
      for (Part part : Part.values()) {
        Sql.inTransaction(
            pools.to(part),
            connection -> {
              part.act(connection, order);
              return null;
            });
        progress.at("after-" + part.database());
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
    pools.close();
  }
}

package scalebook.transactions.saga;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import scalebook.engines.Endpoints;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;

/** An order is a saga: take the money, reserve, ship, confirm. */
public final class SagaOrders implements Orders {
  private static final int CONNECTIONS = 8;
  private static final long PATIENCE_MILLIS = 4_000;

  /** What is on the truck is not called back: after "ship" a saga only goes forward. */
  private static final int PIVOT = 2;

  private final Map<Part, HikariDataSource> pools = new EnumMap<>(Part.class);
  private final Orchestrator orchestrator;

  public SagaOrders(Endpoints endpoints, Orchestrator.Limits limits, Crash crash) {
    for (Part part : Part.values()) {
      pools.put(part, ShopDatabases.pool(endpoints, part, CONNECTIONS));
    }
    this.orchestrator =
        new Orchestrator(pools.get(Part.ORDERS), steps(), PIVOT, limits, crash).start();
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        new LocalStep(
            "pay",
            pools.get(Part.ORDERS),
            (connection, order) -> Part.act(connection, order, Part.PENDING),
            Part.ORDERS::undo));
    steps.add(step("reserve", Part.INVENTORY));
    steps.add(step("ship", Part.SHIPMENT));
    steps.add(
        new LocalStep(
            "confirm",
            pools.get(Part.ORDERS),
            (connection, order) ->
                Part.change(
                    connection, "UPDATE orders SET state = 'CONFIRMED' WHERE id = ?", order.id()),
            (connection, order) -> {}));
    return steps;
  }

  private LocalStep step(String name, Part part) {
    return new LocalStep(name, pools.get(part), part::act, part::undo);
  }

  public Orchestrator orchestrator() {
    return orchestrator;
  }

  /** An exception when it goes on without the caller. */
  @Override
  public boolean place(Order order) throws Exception {
    return switch (orchestrator.run(order, PATIENCE_MILLIS)) {
      case COMPLETED -> true;
      case COMPENSATED -> false;
      case PARKED -> throw new IllegalStateException("order " + order.id() + " waits for a human");
      case GOES_ON -> throw new IllegalStateException("order " + order.id() + " is on its way");
    };
  }

  @Override
  public boolean settled() throws SQLException {
    return orchestrator.unfinished() == 0;
  }

  @Override
  public void close() {
    orchestrator.close();
    pools.values().forEach(HikariDataSource::close);
  }
}

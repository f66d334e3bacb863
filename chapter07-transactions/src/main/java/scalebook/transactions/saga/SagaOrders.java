package scalebook.transactions.saga;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import scalebook.engines.Endpoints;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;

/** An order is a saga: take the money, reserve, ship, confirm. */
public final class SagaOrders implements Orders {
  private static final int CONNECTIONS = 8;
  private static final long PATIENCE_MILLIS = 4_000;

  /** What is on the truck is not called back: after "ship" a saga only goes forward. */
  static final int PIVOT = 2;

  private final Pools pools;
  private final Orchestrator orchestrator;

  public SagaOrders(Endpoints endpoints, Orchestrator.Limits limits, Progress progress) {
    pools = new Pools(endpoints, part -> CONNECTIONS);
    orchestrator =
        new Orchestrator(pools.to(Part.ORDERS), steps(pools), PIVOT, limits, progress).start();
  }

  /** Over these databases. */
  public static List<Step> steps(Pools pools) {
    return List.of(
        new LocalStep(
            "pay",
            pools.to(Part.ORDERS),
            (connection, order) -> Part.act(connection, order, Part.PENDING),
            Part.ORDERS::undo),
        step("reserve", pools, Part.INVENTORY),
        step("ship", pools, Part.SHIPMENT),
        new LocalStep("confirm", pools.to(Part.ORDERS), SagaOrders::confirm, (db, order) -> {}));
  }

  private static LocalStep step(String name, Pools pools, Part part) {
    return new LocalStep(name, pools.to(part), part::act, part::undo);
  }

  private static void confirm(Connection connection, Order order) throws SQLException {
    Sql.change(connection, "UPDATE orders SET state = 'CONFIRMED' WHERE id = ?", order.id());
  }

  /** An exception when it goes on without the caller. */
  @Override
  public boolean place(Order order) throws Exception {
    Saga.State end =
        orchestrator
            .run(order, PATIENCE_MILLIS)
            .filter(state -> state != Saga.State.PARKED)
            .orElseThrow(() -> new IllegalStateException("order " + order.id() + " goes on"));
    return end == Saga.State.COMPLETED;
  }

  @Override
  public boolean settled() throws SQLException {
    return orchestrator.unfinished() == 0;
  }

  @Override
  public void close() {
    orchestrator.close();
    pools.close();
  }
}

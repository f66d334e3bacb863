package scalebook.transactions.stage;

import java.sql.SQLException;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.saga.Step;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Refused;

/** Calls of one step as a network may deliver them; each returns how many reservations are left. */
public record StepCalls(ShopDatabases databases, SagaOrders.Settings settings) {
  private static final Order LATE = Buyers.SENSIBLE.order(900_001);
  private static final Order REPEATED = Buyers.SENSIBLE.order(900_022);

  /** What is done with a step. */
  private interface Calls {
    void of(Step reserve) throws SQLException;
  }

  /** The network held the action back, we gave up and compensated, and then it arrives. */
  public long actionAfterCompensation() throws SQLException {
    return left(
        LATE,
        reserve -> {
          reserve.compensate(LATE);
          try {
            reserve.act(LATE);
          } catch (Refused tombstone) {
            // As it should be.
          }
        });
  }

  /** The answer to the first one was lost. */
  public long actionTwice() throws SQLException {
    return left(
        REPEATED,
        reserve -> {
          reserve.act(REPEATED);
          reserve.act(REPEATED);
        });
  }

  private long left(Order order, Calls calls) throws SQLException {
    try (Pools pools = new Pools(databases.endpoints(), part -> 1)) {
      calls.of(SagaOrders.steps(pools, settings).get(1));
    }
    return databases.number(
        Part.INVENTORY, "SELECT COUNT(*) FROM reservations WHERE order_id = " + order.id());
  }
}

package scalebook.transactions.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Order;

/** What has become of an order: asked at the database, and true also when the shop is away. */
final class OrderBook {
  /** An order's state while its transaction has not ended: it may be placed, it may be not. */
  static final String IN_DOUBT = "IN DOUBT";

  /** MariaDB's and MySQL's answer to "now or never". */
  private static final Set<Integer> LOCKED = Set.of(1205, 3572);

  private static final String SELECT = "SELECT " + Order.COLUMNS + ", state FROM ";

  private OrderBook() {}

  /**
   * What is written of it.
   *
   * @param order nothing as long as it is in doubt: nobody but its transaction can read it
   */
  record Entry(Optional<Order> order, String state) {
    boolean over() {
      return Set.of("CONFIRMED", "CANCELLED").contains(state);
    }

    boolean placed() {
      return state.equals("CONFIRMED");
    }
  }

  /** Nothing when it was never placed, or refused without a trace. */
  static Optional<Entry> find(Connection connection, long id) throws SQLException {
    Optional<Entry> written = one(connection, "orders WHERE id = ?", id);
    Optional<Entry> saga =
        written.isPresent() ? written : one(connection, "sagas WHERE id = ?", id);
    return saga.isPresent() ? saga : locked(connection, id);
  }

  private static Optional<Entry> one(Connection connection, String which, long id)
      throws SQLException {
    return Sql.first(
        connection,
        row ->
            new Entry(
                Optional.of(Order.of(row)),
                row.getString("state").replace("COMPENSATED", "CANCELLED")),
        SELECT + which,
        id);
  }

  /** A branch that has promised is invisible, and its row is locked. */
  private static Optional<Entry> locked(Connection connection, long id) throws SQLException {
    try {
      Sql.run(connection, "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"); // locks no gap
      return one(connection, "orders WHERE id = ? FOR UPDATE NOWAIT", id);
    } catch (SQLException e) {
      if (LOCKED.contains(e.getErrorCode())) {
        return Optional.of(new Entry(Optional.empty(), IN_DOUBT));
      }
      throw e;
    }
  }
}

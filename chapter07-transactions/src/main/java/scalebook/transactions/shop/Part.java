package scalebook.transactions.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import scalebook.engines.Sql;

/** What an order does in each of the three databases, and how that is undone. */
public enum Part {
  /** Takes the money and writes the order. */
  ORDERS {
    @Override
    public void act(Connection connection, Order order) throws SQLException {
      act(connection, order, CONFIRMED);
    }

    @Override
    public void undo(Connection connection, Order order) throws SQLException {
      Sql.change(
          connection,
          "UPDATE accounts SET cents = cents + ? WHERE customer = ?",
          order.cents(),
          order.customer());
      Sql.change(connection, "UPDATE orders SET state = 'CANCELLED' WHERE id = ?", order.id());
    }
  },

  /** Takes pieces from the stock and writes for whom. */
  INVENTORY {
    @Override
    public void act(Connection connection, Order order) throws SQLException {
      int taken =
          Sql.change(
              connection,
              "UPDATE stock SET available = available - ? WHERE item = ? AND available >= ?",
              order.quantity(),
              order.item(),
              order.quantity());
      if (taken == 0) {
        throw new Refused("not enough of item " + order.item());
      }
      Sql.change(
          connection,
          "INSERT INTO reservations (order_id, item, quantity) VALUES (?, ?, ?)",
          order.id(),
          order.item(),
          order.quantity());
    }

    @Override
    public void undo(Connection connection, Order order) throws SQLException {
      Sql.change(
          connection,
          "UPDATE stock SET available = available + ? WHERE item = ?",
          order.quantity(),
          order.item());
      Sql.change(connection, "DELETE FROM reservations WHERE order_id = ?", order.id());
    }
  },

  /** Finds a truck; none carries more than nine pieces. */
  SHIPMENT {
    @Override
    public void act(Connection connection, Order order) throws SQLException {
      if (order.quantity() > TRUCK) {
        throw new Refused("no truck for " + order.quantity());
      }
      Sql.change(
          connection,
          "INSERT INTO shipments (order_id, quantity) VALUES (?, ?)",
          order.id(),
          order.quantity());
    }

    @Override
    public void undo(Connection connection, Order order) throws SQLException {
      Sql.change(connection, "DELETE FROM shipments WHERE order_id = ?", order.id());
    }
  };

  /** The most that can be shipped in one order. */
  public static final int TRUCK = 9;

  public static final String PENDING = "PENDING";
  public static final String CONFIRMED = "CONFIRMED";

  /** {@link Refused} when this database says no. */
  public abstract void act(Connection connection, Order order) throws SQLException;

  /** Undoes what {@link #act} did; only for what was done. */
  public abstract void undo(Connection connection, Order order) throws SQLException;

  /** The first part with a state of the order that others may see before all is done. */
  public static void act(Connection connection, Order order, String state) throws SQLException {
    int taken =
        Sql.change(
            connection,
            "UPDATE accounts SET cents = cents - ? WHERE customer = ? AND cents >= ?",
            order.cents(),
            order.customer(),
            order.cents());
    if (taken == 0) {
      throw new Refused("customer " + order.customer() + " has not got " + order.cents());
    }
    Sql.change(
        connection,
        "INSERT INTO orders (" + Order.COLUMNS + ", state) VALUES (?, ?, ?, ?, ?, ?)",
        order.values(state));
  }

  /** Everything is done: others may rely on the order. */
  public static void confirm(Connection connection, Order order) throws SQLException {
    Sql.change(connection, "UPDATE orders SET state = 'CONFIRMED' WHERE id = ?", order.id());
  }

  /** The database's name. */
  public String database() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package scalebook.transactions.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What must be true whenever nothing is under way: what was ordered, reserved and shipped is the
 * same, and neither money nor stock appeared or disappeared.
 */
public final class Invariant {
  /** Whose branches count as in doubt: there may be others in the same databases. */
  public static final String COORDINATOR = "shop";

  private final ShopDatabases databases;

  Invariant(ShopDatabases databases) {
    this.databases = databases;
  }

  /** Each violation in words, and which orders are in force. */
  public record Finding(List<String> violations, Set<Long> orders, int inDoubt) {
    public boolean holds() {
      return violations.isEmpty() && inDoubt == 0;
    }

    @Override
    public String toString() {
      return holds()
          ? "ok, " + orders.size() + " orders"
          : violations.size()
              + " violations, "
              + inDoubt
              + " in doubt"
              + (violations.isEmpty()
                  ? ""
                  : ": " + violations.subList(0, Math.min(8, violations.size())));
    }
  }

  /** Asks all three, past the wires: the judge's lines are not cut. */
  public Finding check() throws SQLException {
    Map<Long, Order> orders = new HashMap<>();
    List<String> violations = new ArrayList<>();
    long money = 0;
    try (Connection connection = databases.server(Part.ORDERS).connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT id, customer, item, quantity, cents, state FROM orders")) {
      while (row.next()) {
        Order order =
            new Order(row.getLong(1), row.getInt(2), row.getInt(3), row.getInt(4), row.getLong(5));
        String state = row.getString(6);
        if (state.equals(Part.PENDING)) {
          violations.add("order " + order.id() + " is pending");
        }
        if (!state.equals("CANCELLED")) {
          orders.put(order.id(), order);
          money += order.cents();
        }
      }
    }
    long missing = number(Part.ORDERS, "SELECT SUM(initial) - SUM(cents) FROM accounts");
    if (missing != money) {
      violations.add("accounts lack %d cents, orders have %d".formatted(missing, money));
    }
    compare(orders, Part.INVENTORY, "SELECT order_id, quantity FROM reservations", violations);
    compare(orders, Part.SHIPMENT, "SELECT order_id, quantity FROM shipments", violations);
    stock(violations);
    int inDoubt = 0;
    for (Part part : Part.values()) {
      inDoubt +=
          (int) inDoubt(part).stream().filter(name -> name.startsWith(COORDINATOR + ":")).count();
    }
    return new Finding(violations, new TreeSet<>(orders.keySet()), inDoubt);
  }

  private void compare(Map<Long, Order> orders, Part part, String sql, List<String> violations)
      throws SQLException {
    Map<Long, Integer> there = new HashMap<>();
    try (Connection connection = databases.server(part).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        there.put(row.getLong(1), row.getInt(2));
      }
    }
    for (Order order : orders.values()) {
      Integer quantity = there.remove(order.id());
      if (quantity == null || quantity != order.quantity()) {
        violations.add("order %d: %s has %s".formatted(order.id(), part.database(), quantity));
      }
    }
    there.keySet().forEach(id -> violations.add(part.database() + " has " + id + ", not ordered"));
  }

  private void stock(List<String> violations) throws SQLException {
    long gone = number(Part.INVENTORY, "SELECT SUM(initial) - SUM(available) FROM stock");
    long reserved = number(Part.INVENTORY, "SELECT COALESCE(SUM(quantity), 0) FROM reservations");
    if (gone != reserved) {
      violations.add("the stock lacks %d pieces, %d are reserved".formatted(gone, reserved));
    }
    if (number(Part.INVENTORY, "SELECT COUNT(*) FROM stock WHERE available < 0") > 0) {
      violations.add("a stock is below zero");
    }
  }

  /** The names of transactions that this database has prepared and not ended, whoever's. */
  public List<String> inDoubt(Part part) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = databases.server(part).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("XA RECOVER")) {
      while (row.next()) {
        names.add(row.getString("data"));
      }
    }
    return names;
  }

  private long number(Part part, String sql) throws SQLException {
    try (Connection connection = databases.server(part).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}

package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;

/**
 * What must be true whenever nothing is under way: what was ordered, reserved and shipped is the
 * same, and neither money nor stock appeared or disappeared.
 */
public final class Invariant {
  /** Whose branches count as in doubt: there may be others in the same databases. */
  public static final String COORDINATOR = "shop";

  private static final int MOST_SHOWN = 8;

  private final ShopDatabases databases;

  Invariant(ShopDatabases databases) {
    this.databases = databases;
  }

  /** Each violation in words, and which orders are in force. */
  public record Finding(List<String> violations, Set<Long> orders, int inDoubt) {
    public boolean holds() {
      return violations.isEmpty() && inDoubt == 0;
    }

    /** Something is in doubt, or has not come to its end. */
    boolean unfinished() {
      return inDoubt > 0 || violations.stream().anyMatch(one -> one.endsWith("is pending"));
    }

    @Override
    public String toString() {
      if (holds()) {
        return "ok, %d orders".formatted(orders.size());
      }
      List<String> shown = violations.subList(0, Math.min(MOST_SHOWN, violations.size()));
      String which = shown.isEmpty() ? "" : ": " + shown;
      return "%d violations, %d in doubt%s".formatted(violations.size(), inDoubt, which);
    }
  }

  /** Asks all three. */
  public Finding check() throws SQLException {
    List<String> violations = new ArrayList<>();
    Map<Long, Order> orders = new HashMap<>();
    for (Written one : written()) {
      if (one.state.equals(Part.PENDING)) {
        violations.add("order " + one.order.id() + " is pending");
      }
      if (!one.state.equals("CANCELLED")) {
        orders.put(one.order.id(), one.order);
      }
    }
    money(orders, violations);
    compare(orders, Part.INVENTORY, "reservations", violations);
    compare(orders, Part.SHIPMENT, "shipments", violations);
    stock(violations);
    int inDoubt = 0;
    for (Part part : Part.values()) {
      inDoubt +=
          (int) inDoubt(part).stream().filter(name -> name.startsWith(COORDINATOR + ":")).count();
    }
    return new Finding(violations, new TreeSet<>(orders.keySet()), inDoubt);
  }

  private record Written(Order order, String state) {}

  private List<Written> written() throws SQLException {
    return databases.query(
        Part.ORDERS,
        row -> new Written(Order.of(row), row.getString("state")),
        "SELECT " + Order.COLUMNS + ", state FROM orders");
  }

  private void money(Map<Long, Order> orders, List<String> violations) throws SQLException {
    long missing = databases.number(Part.ORDERS, "SELECT SUM(initial) - SUM(cents) FROM accounts");
    long ordered = orders.values().stream().mapToLong(Order::cents).sum();
    if (missing != ordered) {
      violations.add("accounts lack %d cents, orders have %d".formatted(missing, ordered));
    }
  }

  private void compare(Map<Long, Order> orders, Part part, String table, List<String> violations)
      throws SQLException {
    Map<Long, Integer> there = new HashMap<>();
    databases.query(
        part,
        row -> there.merge(row.getLong("order_id"), row.getInt("quantity"), Integer::sum),
        "SELECT order_id, quantity FROM " + table);
    for (Order order : orders.values()) {
      Integer quantity = there.remove(order.id());
      if (quantity == null || quantity != order.quantity()) {
        violations.add("order %d: %s has %s".formatted(order.id(), part.database(), quantity));
      }
    }
    there.keySet().forEach(id -> violations.add(part.database() + " has " + id + ", not ordered"));
  }

  private void stock(List<String> violations) throws SQLException {
    long gone = databases.number(Part.INVENTORY, "SELECT SUM(initial) - SUM(available) FROM stock");
    long reserved = databases.number(Part.INVENTORY, "SELECT SUM(quantity) FROM reservations");
    if (gone != reserved) {
      violations.add("the stock lacks %d pieces, %d are reserved".formatted(gone, reserved));
    }
    if (databases.number(Part.INVENTORY, "SELECT COUNT(*) FROM stock WHERE available < 0") > 0) {
      violations.add("a stock is below zero");
    }
  }

  /** The names of transactions that this database has prepared and not ended, whoever's. */
  public List<String> inDoubt(Part part) throws SQLException {
    return databases.query(part, row -> row.getString("data"), "XA RECOVER");
  }
}

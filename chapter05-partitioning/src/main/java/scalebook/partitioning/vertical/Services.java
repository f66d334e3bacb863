package scalebook.partitioning.vertical;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.store.Slots;

/** A database for each service: the application joins, and nobody keeps references true. */
public final class Services implements Shop {
  /** One database each; the reports have a copy of their own. */
  public record Databases(
      DataSource customers, DataSource orders, DataSource stock, ReadModel reports) {}

  private final Databases databases;
  private final boolean batches;
  private final Crash crash;
  private final AtomicLong queries = new AtomicLong();

  /**
   * @param batches whether a page asks for all its customers at once, or for one after another
   */
  public Services(Databases databases, boolean batches, Crash crash) {
    this.databases = databases;
    this.batches = batches;
    this.crash = crash;
  }

  @Override
  public void create() throws SQLException {
    table(databases.customers, "customers", CUSTOMERS);
    table(databases.orders, "orders", Purchase.TABLE + ")");
    table(databases.stock, "stock", STOCK);
    databases.reports.create();
  }

  static void table(DataSource database, String name, String sql) throws SQLException {
    Sql.with(
        database,
        connection -> {
          Sql.run(connection, "DROP TABLE IF EXISTS " + name, sql);
          return true;
        });
  }

  private static int change(DataSource database, String sql, Object... values) throws SQLException {
    return Sql.with(database, c -> Sql.change(c, sql, values));
  }

  @Override
  public void customer(int id, String name, String city) throws SQLException {
    change(databases.customers, "INSERT INTO customers VALUES (?, ?, ?)", id, name, city);
  }

  @Override
  public void stock(int item, int pieces) throws SQLException {
    change(databases.stock, "INSERT INTO stock VALUES (?, ?)", item, pieces);
  }

  @Override
  public void fill(List<Purchase> orders) throws SQLException {
    Purchase.put(databases.orders, "INSERT", orders);
  }

  /** Two commits: a crash in between leaves the first (chapter 7 is about that). */
  @Override
  public boolean place(Purchase order) throws SQLException {
    boolean taken = change(databases.stock, TAKE, order.item()) == 1;
    crash.at("after-stock");
    return taken && change(databases.orders, Purchase.INSERT, order.values()) == 1;
  }

  @Override
  public void removeCustomer(int id) throws SQLException {
    change(databases.customers, "DELETE FROM customers WHERE id = ?", id);
  }

  @Override
  public List<Line> page(long from, int size) throws SQLException {
    String sql = "SELECT " + Purchase.COLUMNS + " FROM orders WHERE id >= ? ORDER BY id LIMIT ?";
    queries.incrementAndGet();
    List<Purchase> orders =
        Sql.with(databases.orders, c -> Sql.query(c, Purchase::of, sql, from, size));
    Map<Integer, String> names = new HashMap<>();
    List<Integer> customers = orders.stream().map(Purchase::customer).toList();
    if (batches) {
      names(customers, names);
    } else {
      for (int customer : customers) { // n queries for a page that took one
        names(List.of(customer), names);
      }
    }
    List<Line> lines = new ArrayList<>();
    for (Purchase order : orders) {
      String name = names.getOrDefault(order.customer(), "(gone)");
      lines.add(new Line(order.id(), name, order.cents()));
    }
    return lines;
  }

  private void names(List<Integer> customers, Map<Integer, String> names) throws SQLException {
    if (!customers.isEmpty()) {
      queries.incrementAndGet();
      String sql = "SELECT id, name FROM customers WHERE id IN (" + Slots.write(customers) + ")";
      Sql.with(
          databases.customers,
          c -> Sql.query(c, row -> names.put(row.getInt(1), row.getString(2)), sql));
    }
  }

  /** Queries that pages have cost. */
  public long queries() {
    return queries.get();
  }

  @Override
  public Map<String, Long> report() throws SQLException {
    return databases.reports.report();
  }

  @Override
  public long piecesWithoutOrder(int before) throws SQLException {
    String orders = "SELECT COUNT(*) FROM orders";
    return before
        - Sql.with(databases.stock, c -> Sql.number(c, "SELECT SUM(pieces) FROM stock"))
        - Sql.with(databases.orders, c -> Sql.number(c, orders));
  }
}

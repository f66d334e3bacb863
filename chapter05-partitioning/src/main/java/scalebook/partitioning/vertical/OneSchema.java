package scalebook.partitioning.vertical;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.lab.fault.Crash;

/** One database joins, keeps references true, and commits an order and its stock together. */
public record OneSchema(DataSource database, Crash crash) implements Shop {
  @Override
  public void create() throws SQLException {
    run(
        "DROP TABLE IF EXISTS orders, stock, customers",
        CUSTOMERS,
        STOCK,
        Purchase.TABLE
            + ", FOREIGN KEY (customer) REFERENCES customers (id),"
            + " FOREIGN KEY (item) REFERENCES stock (item))");
  }

  private void run(String... statements) throws SQLException {
    Sql.with(
        database,
        c -> {
          Sql.run(c, statements);
          return true;
        });
  }

  private int change(String sql, Object... values) throws SQLException {
    return Sql.with(database, c -> Sql.change(c, sql, values));
  }

  @Override
  public void customer(int id, String name, String city) throws SQLException {
    change("INSERT INTO customers VALUES (?, ?, ?)", id, name, city);
  }

  @Override
  public void stock(int item, int pieces) throws SQLException {
    change("INSERT INTO stock VALUES (?, ?)", item, pieces);
  }

  @Override
  public void fill(List<Purchase> orders) throws SQLException {
    Purchase.put(database, "INSERT", orders);
  }

  @Override
  public boolean place(Purchase order) throws SQLException {
    return Sql.inTransaction(
        database,
        c -> {
          boolean taken = Sql.change(c, TAKE, order.item()) == 1;
          crash.at("after-stock");
          return taken && Sql.change(c, Purchase.INSERT, order.values()) == 1;
        });
  }

  @Override
  public void removeCustomer(int id) throws SQLException {
    change("DELETE FROM customers WHERE id = ?", id);
  }

  @Override
  public List<Line> page(long from, int size) throws SQLException {
    String sql =
        "SELECT o.id, c.name, o.cents FROM orders o JOIN customers c ON c.id = o.customer"
            + " WHERE o.id >= ? ORDER BY o.id LIMIT ?";
    return Sql.with(
        database,
        c ->
            Sql.query(
                c,
                row -> new Line(row.getLong(1), row.getString(2), row.getLong(3)),
                sql,
                from,
                size));
  }

  @Override
  public Map<String, Long> report() throws SQLException {
    String sql =
        "SELECT c.city, SUM(o.cents) FROM orders o JOIN customers c ON c.id = o.customer"
            + " GROUP BY c.city";
    Map<String, Long> cents = new TreeMap<>();
    Sql.with(database, c -> Sql.query(c, r -> cents.put(r.getString(1), r.getLong(2)), sql));
    return cents;
  }

  @Override
  public long piecesWithoutOrder(int before) throws SQLException {
    String sql = "SELECT ? - (SELECT SUM(pieces) FROM stock) - (SELECT COUNT(*) FROM orders)";
    return Sql.with(database, c -> Sql.number(c, sql, before));
  }
}

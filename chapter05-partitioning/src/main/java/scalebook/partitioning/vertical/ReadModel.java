package scalebook.partitioning.vertical;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Slots;

/**
 * What reports need of orders and customers, joined once and kept. It follows: each pass takes the
 * orders that are not marked yet, so that one which commits late is not skipped.
 */
public final class ReadModel {
  private static final int BATCH = 500;

  private final DataSource reports;
  private final DataSource orders;
  private final DataSource customers;
  private final boolean follows;
  private boolean filled;

  private record City(int customer, String name) {}

  /**
   * @param follows whether it goes on after it was filled for the first time
   */
  public ReadModel(DataSource reports, DataSource orders, DataSource customers, boolean follows) {
    this.reports = reports;
    this.orders = orders;
    this.customers = customers;
    this.follows = follows;
  }

  void create() throws SQLException {
    Services.table(
        reports,
        "sales",
        "CREATE TABLE sales (id BIGINT PRIMARY KEY, city VARCHAR(20) NOT NULL,"
            + " cents BIGINT NOT NULL)");
  }

  /** Until nothing is new. */
  public void follow() throws SQLException {
    boolean more = follows || !filled;
    filled = true;
    while (more) {
      more = pass() > 0;
    }
  }

  private int pass() throws SQLException {
    String sql =
        "SELECT " + Purchase.COLUMNS + " FROM orders WHERE NOT reported ORDER BY id LIMIT " + BATCH;
    List<Purchase> some = Sql.with(orders, c -> Sql.query(c, Purchase::of, sql));
    if (some.isEmpty()) {
      return 0;
    }
    Map<Integer, String> cities = cities(some.stream().map(Purchase::customer).toList());
    List<Object> values = new ArrayList<>();
    some.forEach(one -> values.addAll(List.of(one.id(), cities.get(one.customer()), one.cents())));
    String rows = ",(?,?,?)".repeat(some.size()).substring(1);
    // First here, then the mark: a crash in between repeats, and repeating does no harm.
    Sql.with(
        reports, c -> Sql.change(c, "INSERT IGNORE INTO sales VALUES " + rows, values.toArray()));
    String ids = Slots.write(some.stream().map(Purchase::id).toList());
    String mark = "UPDATE orders SET reported = TRUE WHERE id IN (" + ids + ")";
    return Sql.with(orders, c -> Sql.change(c, mark));
  }

  private Map<Integer, String> cities(List<Integer> ids) throws SQLException {
    String sql = "SELECT id, city FROM customers WHERE id IN (" + Slots.write(ids) + ")";
    Map<Integer, String> cities = new HashMap<>();
    ids.forEach(id -> cities.put(id, "(gone)"));
    Sql.with(customers, c -> Sql.query(c, r -> new City(r.getInt(1), r.getString(2)), sql))
        .forEach(city -> cities.put(city.customer(), city.name()));
    return cities;
  }

  Map<String, Long> report() throws SQLException {
    String sql = "SELECT city, SUM(cents) FROM sales GROUP BY city";
    Map<String, Long> cents = new TreeMap<>();
    Sql.with(reports, c -> Sql.query(c, row -> cents.put(row.getString(1), row.getLong(2)), sql));
    return cents;
  }
}

package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/** The rows of one database, without a check of who owns them. */
public record OrderTable(DataSource database) {
  private static final int BATCH = 500;
  private static final String SELECT = "SELECT id, customer, cents, version FROM orders ";

  /** The columns of {@code row} from the first one on. */
  public static Order order(ResultSet row) throws SQLException {
    return order(row, 0);
  }

  /** The same, behind a number of other columns. */
  public static Order order(ResultSet row, int after) throws SQLException {
    int at = after + 1;
    return new Order(row.getLong(at), row.getInt(at + 1), row.getLong(at + 2), row.getLong(at + 3));
  }

  public Optional<Order> find(long id) throws SQLException {
    String sql = SELECT + "WHERE id = ?";
    return Sql.with(database, connection -> Sql.first(connection, OrderTable::order, sql, id));
  }

  /** Ids from … to, both included, in their order. */
  public List<Order> range(long from, long to) throws SQLException {
    String sql = SELECT + "WHERE id BETWEEN ? AND ? ORDER BY id";
    return Sql.with(
        database, connection -> Sql.query(connection, OrderTable::order, sql, from, to));
  }

  public List<Order> all() throws SQLException {
    return range(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Many at a time. */
  public void fill(List<Order> orders) throws SQLException {
    Sql.with(database, connection -> insert(connection, orders));
  }

  public static int insert(Connection connection, List<Order> orders) throws SQLException {
    for (int from = 0; from < orders.size(); from += BATCH) {
      List<Order> some = orders.subList(from, Math.min(from + BATCH, orders.size()));
      Object[] values = some.stream().flatMap(OrderTable::columns).toArray();
      String rows = ",(?,?,?,?,?)".repeat(some.size()).substring(1);
      Sql.change(connection, "INSERT INTO orders VALUES " + rows, values);
    }
    return orders.size();
  }

  static Stream<Object> columns(Order order) {
    return Stream.of(
        order.id(), Slots.of(order.id()), order.customer(), order.cents(), order.version());
  }

  public void delete(long from, long to) throws SQLException {
    String sql = "DELETE FROM orders WHERE id BETWEEN ? AND ?";
    Sql.with(database, connection -> Sql.change(connection, sql, from, to));
  }
}

package scalebook.partitioning.engines;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderTable;

/** One table as SQL sees it, wherever its rows are. */
public record SqlOrders(DataSource database) implements OrderAnswers {
  @Override
  public Optional<Order> find(long id) throws SQLException {
    return new OrderTable(database).find(id);
  }

  @Override
  public List<Order> range(long from, long to) throws SQLException {
    return new OrderTable(database).range(from, to);
  }

  @Override
  public List<Order> page(int offset, int size) throws SQLException {
    String sql =
        "SELECT id, customer, cents, version FROM orders ORDER BY cents DESC, id LIMIT %d OFFSET %d"
            .formatted(size, offset);
    return Sql.with(database, c -> Sql.query(c, OrderTable::order, sql));
  }
}

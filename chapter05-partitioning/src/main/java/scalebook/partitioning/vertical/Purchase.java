package scalebook.partitioning.vertical;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/** An order, with the ids of what belongs to other services. */
public record Purchase(long id, int customer, int item, long cents) {
  static final String COLUMNS = "id, customer, item, cents";
  static final String TABLE =
      "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer INT NOT NULL, item INT NOT NULL,"
          + " cents BIGINT NOT NULL, reported BOOLEAN NOT NULL DEFAULT FALSE";
  private static final String INTO = " INTO orders (" + COLUMNS + ") VALUES ";
  static final String INSERT = "INSERT" + INTO + "(?, ?, ?, ?)";

  static Purchase of(ResultSet row) throws SQLException {
    return new Purchase(row.getLong(1), row.getInt(2), row.getInt(3), row.getLong(4));
  }

  Object[] values() {
    return new Object[] {id, customer, item, cents};
  }

  /**
   * Many at a time, and the stock knows nothing of it.
   *
   * @param how INSERT, INSERT IGNORE or REPLACE
   */
  static int put(DataSource database, String how, List<Purchase> orders) throws SQLException {
    String rows = ",(?,?,?,?)".repeat(orders.size()).substring(1);
    Object[] values = orders.stream().flatMap(order -> Stream.of(order.values())).toArray();
    return Sql.with(database, c -> Sql.change(c, how + INTO + rows, values));
  }
}

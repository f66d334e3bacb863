package scalebook.transactions.shop;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Stream;

/** Who orders how many of what, and for how much. */
public record Order(long id, int customer, int item, int quantity, long cents) {
  /** Its columns in every table that keeps one; {@link #of} reads them. */
  public static final String COLUMNS = "id, customer, item, quantity, cents";

  /** What fills them, and what comes after. */
  public Object[] values(Object... more) {
    return Stream.concat(Stream.of(id, customer, item, quantity, cents), Stream.of(more)).toArray();
  }

  public static Order of(ResultSet row) throws SQLException {
    return new Order(
        row.getLong("id"),
        row.getInt("customer"),
        row.getInt("item"),
        row.getInt("quantity"),
        row.getLong("cents"));
  }
}

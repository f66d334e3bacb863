package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.List;
import scalebook.transactions.shop.Part;

/**
 * What one database has, past its wire.
 *
 * @param orders each as often as it is there
 * @param goods the money of each customer, or the pieces of each item
 */
record Rows(List<Long> orders, List<Goods> goods) {
  /** What was there at the beginning, and what is there now. */
  record Goods(int number, long initial, long now) {}

  static Rows of(ShopDatabases databases, Part part) throws SQLException {
    String goods =
        switch (part) {
          case ORDERS -> "SELECT customer, initial, cents FROM accounts";
          case INVENTORY -> "SELECT item, initial, available FROM stock";
          case SHIPMENT -> "SELECT 0, 0, COUNT(*) FROM shipments";
        };
    return new Rows(
        databases.orders(part),
        databases.query(
            part, row -> new Goods(row.getInt(1), row.getLong(2), row.getLong(3)), goods));
  }
}

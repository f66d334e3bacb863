package scalebook.transactions.aggregate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import scalebook.transactions.shop.Progress;

/** Where orders are kept; nobody opens a transaction. */
public interface Baskets {
  /** Nothing is there any more. */
  void create(Connection connection) throws SQLException;

  void put(Connection connection, Basket basket, Progress progress) throws SQLException;

  Optional<Basket> get(Connection connection, long id) throws SQLException;
}

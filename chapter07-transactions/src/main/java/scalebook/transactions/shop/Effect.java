package scalebook.transactions.shop;

import java.sql.Connection;
import java.sql.SQLException;

/** What an order does to one database, within a transaction of it. */
@FunctionalInterface
public interface Effect {
  /** A database may say no: {@link Refused}. */
  void on(Connection connection, Order order) throws SQLException;
}

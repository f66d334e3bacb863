package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Order;

/** A table of events that commit together with the data they tell about. */
public final class Outbox {
  private Outbox() {}

  public static void put(Connection connection, Event event) throws SQLException {
    Sql.change(
        connection,
        "INSERT INTO outbox (" + Order.COLUMNS + ", number, kind, hops) VALUES (?,?,?,?,?,?,?,?)",
        event.order().values(event.number(), event.kind(), event.hops()));
  }

  /** Events that were not published yet. */
  public static long waiting(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT COUNT(*) FROM outbox");
  }
}

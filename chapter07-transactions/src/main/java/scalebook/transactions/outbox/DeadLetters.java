package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import scalebook.engines.Sql;
import scalebook.engines.json.Json;

/**
 * Events that could not have their effect in a database, in a table of it: an operator reads why,
 * mends that, and {@linkplain Inbox#replay replays} them.
 */
public final class DeadLetters {
  private static final int MOST_WHY = 200;

  private DeadLetters() {}

  /** One of them, and why. */
  public record Letter(Event event, String why) {}

  public static List<Letter> all(Connection connection) throws SQLException {
    return Sql.query(
        connection,
        row -> new Letter(Json.read(row.getString("event"), Event.class), row.getString("why")),
        "SELECT event, why FROM dead_letters ORDER BY customer, number");
  }

  /** The customer's oldest. */
  static Optional<Event> first(Connection connection, int customer) throws SQLException {
    return Sql.first(
        connection,
        row -> Json.read(row.getString("event"), Event.class),
        "SELECT event FROM dead_letters WHERE customer = ? ORDER BY number LIMIT 1",
        customer);
  }

  /** Keeps the first reason when it is there. */
  public static void put(Connection connection, Event event, String why) throws SQLException {
    Sql.change(
        connection,
        "INSERT IGNORE INTO dead_letters (customer, number, event, why) VALUES (?, ?, ?, ?)",
        event.customer(),
        event.number(),
        Json.text(event),
        why.substring(0, Math.min(why.length(), MOST_WHY)));
  }

  static void remove(Connection connection, Event event) throws SQLException {
    Sql.change(
        connection,
        "DELETE FROM dead_letters WHERE customer = ? AND number = ?",
        event.customer(),
        event.number());
  }
}

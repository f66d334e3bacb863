package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import scalebook.transactions.shop.Local;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;

/**
 * Makes "at least once" into effects that happen once, and in order: how far each customer's events
 * have come stands in the same database as the effect, and changes in the same transaction.
 */
public class Inbox {
  private final DataSource database;
  private final Effect effect;

  /** What an event does to this database. */
  @FunctionalInterface
  public interface Effect {
    void on(Connection connection, Order order) throws SQLException, Refused;
  }

  /** What became of an event. */
  public enum Receipt {
    APPLIED,
    /** It was here before. */
    SEEN,
    /** One before it is missing: it must come again. */
    EARLY
  }

  public Inbox(DataSource database, Effect effect) {
    this.database = database;
    this.effect = effect;
  }

  public Receipt receive(Event event) throws SQLException, Refused {
    return Local.transaction(
        database,
        connection -> {
          Receipt receipt = judge(event.number(), last(connection, event.customer()));
          if (receipt == Receipt.APPLIED) {
            apply(connection, event);
          }
          return receipt;
        });
  }

  Receipt judge(int number, int last) {
    return number <= last ? Receipt.SEEN : number == last + 1 ? Receipt.APPLIED : Receipt.EARLY;
  }

  /**
   * Holds the customer's row until the commit: nobody else applies an event of theirs meanwhile.
   */
  private static int last(Connection connection, int customer) throws SQLException {
    Part.change( // not INSERT IGNORE: two that share its lock would deadlock over the next line
        connection,
        "INSERT INTO inbox (customer, number) VALUES (?, 0) ON DUPLICATE KEY UPDATE customer = customer",
        customer);
    try (PreparedStatement select =
        connection.prepareStatement("SELECT number FROM inbox WHERE customer = ? FOR UPDATE")) {
      select.setInt(1, customer);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** The effect, and a line for the auditor. */
  private void apply(Connection connection, Event event) throws SQLException, Refused {
    effect.on(connection, event.order());
    Part.change(
        connection,
        "INSERT INTO effects (customer, number) VALUES (?, ?)",
        event.customer(),
        event.number());
    Part.change(
        connection,
        "UPDATE inbox SET number = ? WHERE customer = ?",
        event.number(),
        event.customer());
  }
}

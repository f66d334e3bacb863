package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Effect;

/**
 * Makes "at least once" into effects that happen once, and in order: how far each customer's events
 * have come stands in the same database as the effect, and changes in the same transaction.
 */
public class Inbox {
  private final DataSource database;
  private final Effect effect;

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

  public Receipt receive(Event event) throws SQLException {
    return Sql.inTransaction(
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
    Sql.change( // not INSERT IGNORE: two that share its lock would deadlock over the next line
        connection,
        "INSERT INTO inbox (customer, number) VALUES (?, 0) ON DUPLICATE KEY UPDATE customer = customer",
        customer);
    return (int)
        Sql.number(connection, "SELECT number FROM inbox WHERE customer = ? FOR UPDATE", customer);
  }

  /** The effect, and a line for the auditor. */
  private void apply(Connection connection, Event event) throws SQLException {
    effect.on(connection, event.order());
    Sql.change(
        connection,
        "INSERT INTO effects (customer, number) VALUES (?, ?)",
        event.customer(),
        event.number());
    Sql.change(
        connection,
        "UPDATE inbox SET number = ? WHERE customer = ?",
        event.number(),
        event.customer());
  }
}

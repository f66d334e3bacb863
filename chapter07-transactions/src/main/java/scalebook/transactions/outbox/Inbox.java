package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Effect;
import scalebook.transactions.shop.Refused;

/**
 * Makes "at least once" into effects that happen once, and in order: how far each customer's events
 * have come stands in the same database as the effect, and changes in the same transaction.
 *
 * <p>An event that cannot have its effect becomes a {@linkplain DeadLetters dead letter}, and all
 * later ones of its customer wait behind it. Nobody else does.
 */
public final class Inbox implements Receiver {
  private final DataSource database;
  private final Effect effect;
  private final Applies applies;

  /** Which events have their effect. */
  public enum Applies {
    /** The next one of its customer. */
    NEXT,
    /** Any that is newer than the last one: what is missing was never sent, it believes. */
    NEWER,
    /** Whatever comes, and however often. */
    ALL
  }

  /** What became of an event. */
  public enum Receipt {
    APPLIED,
    /** It was here before. */
    SEEN,
    /** One before it is missing: it must come again. */
    EARLY,
    /** It is a dead letter, or waits behind one. */
    SET_ASIDE
  }

  public Inbox(DataSource database, Effect effect) {
    this(database, effect, Applies.NEXT);
  }

  public Inbox(DataSource database, Effect effect, Applies applies) {
    this.applies = applies;
    this.database = database;
    this.effect = effect;
  }

  @Override
  public Receipt receive(Event event) throws SQLException {
    boolean[] letters = {false};
    Receipt receipt =
        Sql.inTransaction(
            database,
            connection -> {
              int last = last(connection, event.customer());
              Optional<Event> dead = DeadLetters.first(connection, event.customer());
              letters[0] = dead.isPresent();
              return receive(connection, event, judge(event.number(), last), dead);
            });
    if (letters[0] && receipt != Receipt.SET_ASIDE) {
      goOn(event.customer());
    }
    return receipt;
  }

  private Receipt receive(Connection connection, Event event, Receipt judged, Optional<Event> dead)
      throws SQLException {
    if (judged != Receipt.SEEN
        && dead.filter(first -> first.number() <= event.number()).isPresent()) {
      DeadLetters.put(connection, event, "waits behind number " + dead.get().number());
      return Receipt.SET_ASIDE;
    }
    if (judged == Receipt.APPLIED) {
      apply(connection, event);
    }
    return judged;
  }

  /** The one that was missing may have come: those that waited for it follow. */
  private void goOn(int customer) throws SQLException {
    try {
      replay(customer);
    } catch (Refused stays) {
      // It has a reason already.
    }
  }

  @Override
  public void setAside(Event event, String why) throws SQLException {
    Sql.inTransaction(
        database,
        connection -> {
          if (event.number() > last(connection, event.customer())) {
            DeadLetters.put(connection, event, why);
          }
          return null;
        });
  }

  /**
   * Tries a customer's dead letters again, in their order, as far as that goes; returns how many
   * had their effect.
   */
  public int replay(int customer) throws SQLException {
    int replayed = 0;
    while (replayNext(customer)) {
      replayed++;
    }
    return replayed;
  }

  private boolean replayNext(int customer) throws SQLException {
    return Sql.inTransaction(
        database,
        connection -> {
          int following = last(connection, customer) + 1;
          Optional<Event> next =
              DeadLetters.first(connection, customer).filter(one -> one.number() == following);
          if (next.isPresent()) {
            apply(connection, next.get());
            DeadLetters.remove(connection, next.get());
          }
          return next.isPresent();
        });
  }

  private Receipt judge(int number, int last) {
    return switch (applies) {
      case NEXT ->
          number <= last ? Receipt.SEEN : number == last + 1 ? Receipt.APPLIED : Receipt.EARLY;
      case NEWER -> number <= last ? Receipt.SEEN : Receipt.APPLIED;
      case ALL -> Receipt.APPLIED;
    };
  }

  /**
   * Holds the customer's row until the commit: nobody else applies an event of theirs meanwhile.
   */
  private static int last(Connection connection, int customer) throws SQLException {
    Sql.change( // not INSERT IGNORE: two that share its lock would deadlock over the next line
        connection,
        "INSERT INTO inbox (customer, number) VALUES (?, 0) ON DUPLICATE KEY UPDATE customer ="
            + " customer",
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

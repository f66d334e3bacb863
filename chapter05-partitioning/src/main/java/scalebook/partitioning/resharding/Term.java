package scalebook.partitioning.resharding;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.partitioning.store.Directory;

/**
 * Which mover is the one. Each that begins takes the next term; a database that it has reached
 * refuses whatever an older one still does, however long that one was asleep.
 */
public final class Term {
  /** Another mover has begun since. */
  public static final class Over extends SQLException {
    private static final long serialVersionUID = 1;

    Over(long term) {
      super("another mover has taken over from that of term " + term);
    }
  }

  /** Longer than a busy machine stands still, shorter than anybody's patience. */
  private static final int ASLEEP_SECONDS = 3;

  private static final String READ = "SELECT term FROM mover ";

  private final long number;
  private final boolean checked;

  private Term(long number, boolean checked) {
    this.number = number;
    this.checked = checked;
  }

  /** {@code checked}: whether databases ask for it. */
  static Term next(Directory directory, boolean checked) throws SQLException {
    return alone(
        directory,
        connection -> {
          Term next = new Term(Sql.number(connection, READ) + 1, checked);
          next.begin(connection);
          return next;
        });
  }

  private int begin(Connection connection) throws SQLException {
    return Sql.change(connection, "UPDATE mover SET term = ? WHERE term < ?", number, number);
  }

  /** From now on this database refuses older ones. A change of theirs that has begun is awaited. */
  void reach(DataSource database) throws SQLException {
    transaction(database, this::begin);
  }

  /** In a transaction in which no later term can begin. */
  <T> T change(DataSource database, Sql.Work<T> work) throws SQLException {
    return transaction(
        database,
        connection -> {
          if (checked && Sql.number(connection, READ + "LOCK IN SHARE MODE") != number) {
            throw new Over(number);
          }
          return work.on(connection);
        });
  }

  /**
   * The same in one statement that ends with its conditions: whoever stands still is before it or
   * after it, and holds no lock.
   */
  void change(DataSource database, String sql, Object... values) throws SQLException {
    String asked = " AND (SELECT term FROM mover LOCK IN SHARE MODE) = " + number;
    String still = checked ? asked : "";
    if (Sql.with(database, connection -> Sql.change(connection, sql + still, values)) == 0) {
      change(database, connection -> true); // or is it over?
    }
  }

  /** Alone: no term can begin in it, and no second one of these. */
  static <T> T alone(Directory directory, Sql.Work<T> work) throws SQLException {
    return transaction(
        directory.database(),
        connection -> {
          Sql.number(connection, READ + "FOR UPDATE");
          return work.on(connection);
        });
  }

  /** One that its mover does not go on with is undone by the database, before long. */
  static <T> T transaction(DataSource database, Sql.Work<T> work) throws SQLException {
    return Sql.with(
        database,
        connection -> {
          // no locks on gaps
          connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
          Sql.run(connection, "SET SESSION wait_timeout = " + ASLEEP_SECONDS);
          T result = Sql.inTransaction(connection, work);
          Sql.run(connection, "SET SESSION wait_timeout = DEFAULT");
          return result;
        });
  }
}

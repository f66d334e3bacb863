package scalebook.partitioning.resharding;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import scalebook.partitioning.store.Directory;

/**
 * Which mover is the one. Each that begins takes the next term; a database that it has reached
 * refuses whatever an older one still does, however long that one was asleep.
 */
final class Term {
  /** Another mover has begun since. */
  static final class Over extends SQLException {
    private static final long serialVersionUID = 1;

    Over(long term) {
      super("another mover has taken over from that of term " + term);
    }
  }

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Change {
    void on(Connection connection) throws SQLException;
  }

  private final long number;

  private Term(long number) {
    this.number = number;
  }

  static Term next(Directory directory) throws SQLException {
    AtomicLong next = new AtomicLong();
    alone(
        directory,
        connection -> {
          next.set(read(connection, "") + 1);
          update(connection, next.get());
        });
    return new Term(next.get());
  }

  private static void update(Connection connection, long term) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE mover SET term = ? WHERE term < ?")) {
      update.setLong(1, term);
      update.setLong(2, term);
      update.executeUpdate();
    }
  }

  /** From now on this database refuses older ones. A change of theirs that has begun is awaited. */
  void reach(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      update(connection, number);
    }
  }

  /** In a transaction in which no later term can begin. */
  void change(DataSource database, Change change) throws SQLException {
    transaction(
        database,
        connection -> {
          check(connection);
          change.on(connection);
        });
  }

  /** For what cannot be in a transaction: a later term can begin right after this. */
  void check(DataSource database) throws SQLException {
    transaction(database, this::check);
  }

  private void check(Connection connection) throws SQLException {
    if (read(connection, "LOCK IN SHARE MODE") != number) {
      throw new Over(number);
    }
  }

  private static long read(Connection connection, String lock) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT term FROM mover " + lock)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Alone: no term can begin in it, and no second one of these. */
  static void alone(Directory directory, Change change) throws SQLException {
    transaction(
        directory.database(),
        connection -> {
          read(connection, "FOR UPDATE");
          change.on(connection);
        });
  }

  private static void transaction(DataSource database, Change change) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED); // no locks on gaps
      connection.setAutoCommit(false);
      try {
        change.on(connection);
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }
}

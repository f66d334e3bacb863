package scalebook.replication.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import scalebook.engines.Replication;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;

/** One database as its operator sees it: what it has, whom it follows, and how that changes. */
public final class Database {
  private static final long LOOK_MILLIS = 100;

  private final String name;
  private final Replication dialect;
  private final Connect own;

  /** To a server, with everything allowed. */
  @FunctionalInterface
  public interface Connect {
    Connection open() throws SQLException;
  }

  /** Where another database is, and who may replicate from it. */
  public record Source(String host, int port, String user, String password) {}

  public Database(String name, Replication dialect, Connect own) {
    this.name = name;
    this.dialect = dialect;
    this.own = own;
  }

  public String name() {
    return name;
  }

  public Replication dialect() {
    return dialect;
  }

  public Connection connect() throws SQLException {
    return own.open();
  }

  <T> T with(Sql.Work<T> work) throws SQLException {
    try (Connection connection = own.open()) {
      return work.on(connection);
    }
  }

  void run(List<String> statements) throws SQLException {
    with(c -> run(c, statements));
  }

  static boolean run(Connection connection, List<String> statements) throws SQLException {
    Sql.run(connection, statements.toArray(String[]::new));
    return true;
  }

  private Position executed(Connection connection) throws SQLException {
    return dialect.parse(Condition.text(connection, dialect.executed()));
  }

  public Position executed() throws SQLException {
    return with(this::executed);
  }

  public Condition status() throws SQLException {
    return with(connection -> Condition.of(connection, dialect));
  }

  /** On a connection that is kept. */
  public Condition status(Connection connection) throws SQLException {
    return Condition.of(connection, dialect);
  }

  /**
   * Nothing comes in any more, and no acknowledgement goes out. What came in is applied on, also
   * after a restart: it may have been acknowledged.
   */
  public Condition stopReceiving() throws SQLException {
    return with(
        connection -> {
          Optional<Position> came = dialect.stopReceiving(connection);
          Condition status = status(connection);
          return came.isEmpty() ? status : status.received(came.get().orLater(status.executed()));
        });
  }

  /** Applies all that came in; false when it takes longer, or does not fit to what is here. */
  public boolean drain(long millis) throws SQLException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    Condition status = stopReceiving();
    Position all = status.received();
    while (all.compareTo(status.executed()) > 0) {
      if (!status.applying() || System.nanoTime() - deadline > 0) {
        return false;
      }
      await(all, LOOK_MILLIS);
      status = status();
    }
    return true;
  }

  /** Waits until everything up to there is applied; false when it takes longer. */
  public boolean await(Position position, long millis) throws SQLException {
    return with(connection -> await(connection, dialect, position.text(), millis));
  }

  public static boolean await(
      Connection connection, Replication dialect, String position, long millis)
      throws SQLException {
    return Sql.number(connection, dialect.await(), position, millis / 1_000.0) == 0;
  }

  /** How far behind a replica says it is: nothing, when it follows nobody or nothing comes in. */
  public static long saysBehindMillis(Connection connection, Replication dialect)
      throws SQLException {
    String column = dialect.columns().behind();
    return Sql.first(connection, row -> row.getLong(column), dialect.following()).orElse(0L)
        * 1_000;
  }

  /**
   * Becomes the primary of an epoch. Everything received must be applied before.
   *
   * @param waits whether an acknowledgement waits for a replica
   */
  public void promote(long epoch, boolean waits) throws SQLException {
    with(
        connection -> {
          run(connection, dialect.stopFollowing());
          Sql.run(connection, dialect.waitForReplica(false));
          String began = Condition.text(connection, dialect.executed());
          Sql.run(connection, dialect.beginEpoch(epoch)); // the last statement before the write
          return Sql.change(
              connection,
              "INSERT INTO epochs (epoch, node, began) VALUES (?, ?, ?)",
              epoch,
              name,
              began);
        });
    run(List.of(dialect.waitForReplica(waits), "SET GLOBAL read_only = OFF"));
  }

  /** As a primary: whether an acknowledgement waits for a replica. */
  public void waitForReplica(boolean waits) throws SQLException {
    run(List.of(dialect.waitForReplica(waits)));
  }

  /** Takes no more writes: those under way are over when this returns, with nobody to tell. */
  public void demote() throws SQLException {
    with(
        connection -> {
          List<Long> writers =
              Sql.query(
                  connection,
                  row -> Schema.WRITER.equals(row.getString("User")) ? row.getLong("Id") : 0,
                  "SHOW PROCESSLIST");
          writers.stream().filter(id -> id > 0).forEach(id -> kill(connection, id));
          // Only now: those that wait for a replica would be told that all is well.
          Sql.run(connection, dialect.waitForReplica(false), "SET GLOBAL read_only = ON");
          return writers;
        });
  }

  private static void kill(Connection connection, long id) {
    try {
      Sql.run(connection, "KILL " + id);
    } catch (SQLException gone) {
      // It left by itself.
    }
  }

  /** For a planned change: refuses writes, and says so, once those under way are over. */
  public Position refuseWrites() throws SQLException {
    return with(
        connection -> {
          Sql.run(connection, "SET SESSION lock_wait_timeout = 1", "SET GLOBAL read_only = ON");
          return executed(connection);
        });
  }

  public void acceptWrites() throws SQLException {
    run(List.of("SET GLOBAL read_only = OFF"));
  }

  /** As one that has nothing yet: it gets all of the history. */
  public void start(Source source) throws SQLException {
    run(dialect.follow(source.host(), source.port(), source.user(), source.password()));
  }

  /** As on the first day: no rows, no history, nobody to follow. */
  public void clear() throws SQLException {
    with(
        connection -> {
          run(connection, dialect.stopFollowing());
          Sql.run(
              connection,
              dialect.waitForReplica(false),
              "SET GLOBAL read_only = ON",
              "SET SESSION sql_log_bin = OFF");
          Schema.drop(connection);
          return run(connection, dialect.restore(""));
        });
  }
}

package scalebook.replication.topology;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scalebook.engines.Endpoints;
import scalebook.engines.Replication;
import scalebook.engines.Replication.Position;

/** One database as its operator sees it: what it has, whom it follows, and how that changes. */
public final class Database {
  /** The master refuses: what the replica asks for is in no log of his. */
  private static final int LOG_IS_GONE = 1236;

  private static final long FIRST_ANSWER_MILLIS = 1_500;

  private final String name;
  private final Replication dialect;
  private final Connect own;

  /** To a server, with everything allowed. */
  @FunctionalInterface
  public interface Connect {
    Connection open() throws SQLException;
  }

  /** What one look shows. */
  public record Status(
      Position executed,
      Position received,
      boolean voter,
      boolean readOnly,
      boolean receiving,
      boolean applying,
      int ioError,
      int applyError) {
    /** What it asks for next is in no log of the one that it follows. */
    public boolean logIsGone() {
      return ioError == LOG_IS_GONE;
    }
  }

  /** Where another database is, and who may replicate from it. */
  public record Source(String name, String host, int port, String user, String password) {
    /** As {@link Endpoints} has it. */
    public static Source of(String name, String url, String user, String password) {
      String[] address = url.replaceFirst("^jdbc:mysql://", "").split("[:/]");
      return new Source(name, address[0], Integer.parseInt(address[1]), user, password);
    }
  }

  /** Whose history a database had, and what became of its own tail. */
  public record Joined(boolean rebuilt, List<String> extra) {}

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

  private interface Work<T> {
    T on(Statement statement) throws SQLException;
  }

  private <T> T with(Work<T> work) throws SQLException {
    try (Connection connection = own.open();
        Statement statement = connection.createStatement()) {
      return work.on(statement);
    }
  }

  private static String one(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  public Position executed() throws SQLException {
    return with(statement -> dialect.parse(one(statement, dialect.executed())));
  }

  public Status status() throws SQLException {
    try (Connection connection = own.open()) {
      return status(connection);
    }
  }

  /** On a connection that is kept. */
  public Status status(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Position executed = dialect.parse(one(statement, dialect.executed()));
      // While it is rebuilt it has no epochs: what it has says nothing about what was acknowledged.
      boolean voter = !"0".equals(one(statement, "SELECT COUNT(*) FROM epochs"));
      boolean readOnly = "1".equals(one(statement, "SELECT @@GLOBAL.read_only"));
      Replication.Columns columns = dialect.columns();
      String came;
      boolean receiving;
      boolean applying;
      int ioError;
      int applyError;
      try (ResultSet row = statement.executeQuery(dialect.following())) {
        if (!row.next()) {
          return new Status(executed, executed, voter, readOnly, false, false, 0, 0);
        }
        came = row.getString(columns.received());
        receiving = row.getString(columns.receiving()).equals("Yes");
        applying = row.getString(columns.applying()).equals("Yes");
        ioError = row.getInt(columns.ioError());
        applyError = row.getInt("Last_SQL_Errno");
      }
      try (PreparedStatement received = connection.prepareStatement(dialect.received())) {
        received.setString(1, came);
        try (ResultSet row = received.executeQuery()) {
          row.next();
          Position all = dialect.parse(row.getString(1)).orLater(executed);
          return new Status(
              executed, all, voter, readOnly, receiving, applying, ioError, applyError);
        }
      }
    }
  }

  /** Nothing comes in any more, and no acknowledgement goes out. What came in is applied on. */
  public Status stopReceiving() throws SQLException {
    return with(
        statement -> {
          boolean follows;
          try (ResultSet row = statement.executeQuery(dialect.following())) {
            follows = row.next();
          }
          if (follows) {
            for (String sql : dialect.stopReceiving()) {
              statement.execute(sql);
            }
          }
          return status(statement.getConnection());
        });
  }

  /** Waits until everything up to there is applied; false when it takes longer. */
  public boolean await(Position position, long millis) throws SQLException {
    try (Connection connection = own.open()) {
      return await(connection, dialect, position.text(), millis);
    }
  }

  public static boolean await(
      Connection connection, Replication dialect, String position, long millis)
      throws SQLException {
    try (PreparedStatement wait = connection.prepareStatement(dialect.await())) {
      wait.setString(1, position);
      wait.setDouble(2, millis / 1_000.0);
      try (ResultSet row = wait.executeQuery()) {
        row.next();
        return row.getInt(1) == 0;
      }
    }
  }

  /**
   * Becomes the primary of an epoch. Everything received must be applied before.
   *
   * @param waits whether an acknowledgement waits for a replica
   */
  public void promote(long epoch, boolean waits) throws SQLException {
    with(
        statement -> {
          for (String sql : dialect.stopFollowing()) {
            statement.execute(sql);
          }
          statement.execute(dialect.waitForReplica(false));
          String began = one(statement, dialect.executed());
          statement.execute(dialect.beginEpoch(epoch)); // the last statement before the write
          try (PreparedStatement mark =
              statement
                  .getConnection()
                  .prepareStatement("INSERT INTO epochs (epoch, node, began) VALUES (?, ?, ?)")) {
            mark.setLong(1, epoch);
            mark.setString(2, name);
            mark.setString(3, began);
            mark.executeUpdate();
          }
          return null;
        });
    with(
        statement -> {
          statement.execute(dialect.waitForReplica(waits));
          return statement.execute("SET GLOBAL read_only = OFF");
        });
  }

  /** As a primary: whether an acknowledgement waits for a replica. */
  public void waitForReplica(boolean waits) throws SQLException {
    with(statement -> statement.execute(dialect.waitForReplica(waits)));
  }

  /** Takes no more writes: those under way are over when this returns, with nobody to tell. */
  public void demote() throws SQLException {
    with(
        statement -> {
          List<Long> writers = new ArrayList<>();
          try (ResultSet row = statement.executeQuery("SHOW PROCESSLIST")) {
            while (row.next()) {
              if (Schema.WRITER.equals(row.getString("User"))) {
                writers.add(row.getLong("Id"));
              }
            }
          }
          for (long writer : writers) {
            kill(statement, writer);
          }
          // Only now: those that wait for a replica would be told that all is well.
          statement.execute(dialect.waitForReplica(false));
          return statement.execute("SET GLOBAL read_only = ON");
        });
  }

  private static void kill(Statement statement, long connection) {
    try {
      statement.execute("KILL " + connection);
    } catch (SQLException gone) {
      // It left by itself.
    }
  }

  /** For a planned change: refuses writes, and says so, once those under way are over. */
  public Position refuseWrites() throws SQLException {
    return with(
        statement -> {
          statement.execute("SET SESSION lock_wait_timeout = 1");
          statement.execute("SET GLOBAL read_only = ON");
          return dialect.parse(one(statement, dialect.executed()));
        });
  }

  public void acceptWrites() throws SQLException {
    with(statement -> statement.execute("SET GLOBAL read_only = OFF"));
  }

  /**
   * Follows another one from now on: as it is when it has nothing that the other lacks, and else as
   * a copy.
   */
  public Joined follow(Source source, Connect primary) throws SQLException {
    demote();
    boolean stuck = status().applyError() != 0; // what comes next does not fit to what is here
    with(
        statement -> {
          for (String sql : dialect.stopFollowing()) {
            statement.execute(sql);
          }
          return null;
        });
    Status status = status();
    List<String> extra = status.voter() ? extra(status.executed(), primary) : List.of();
    boolean rebuilt = stuck || !extra.isEmpty() || !status.voter();
    if (rebuilt) {
      rebuild(primary);
    }
    start(source);
    if (!rebuilt && logIsGone()) {
      rebuilt = true;
      rebuild(primary);
      start(source);
    }
    return new Joined(rebuilt, extra);
  }

  /** As on the first day: no rows, no history, nobody to follow. */
  void clear() throws SQLException {
    with(
        statement -> {
          for (String sql : dialect.stopFollowing()) {
            statement.execute(sql);
          }
          statement.execute(dialect.waitForReplica(false));
          statement.execute("SET GLOBAL read_only = ON");
          statement.execute("SET SESSION sql_log_bin = OFF");
          Schema.drop(statement);
          for (String sql : dialect.restore("")) {
            statement.execute(sql);
          }
          return null;
        });
  }

  /** As one that has nothing yet: it gets all of the history. */
  public void start(Source source) throws SQLException {
    with(
        statement -> {
          for (String sql :
              dialect.follow(source.host(), source.port(), source.user(), source.password())) {
            statement.execute(sql);
          }
          return null;
        });
  }

  private boolean logIsGone() throws SQLException {
    long deadline = System.nanoTime() + FIRST_ANSWER_MILLIS * 1_000_000;
    while (System.nanoTime() - deadline < 0) {
      Status status = status();
      if (status.logIsGone()) {
        return true;
      }
      if (status.receiving()) {
        return false;
      }
      java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
    }
    return false;
  }

  /** What is here and not there: where the other history left ours, and what we have beyond. */
  private List<String> extra(Position executed, Connect primary) throws SQLException {
    try (Connection other = primary.open();
        Connection mine = own.open()) {
      Optional<Position> split = split(other, executed.epoch());
      String there;
      try (Statement statement = other.createStatement()) {
        there = one(statement, dialect.executed());
      }
      return split.isEmpty() ? List.of() : dialect.extra(mine, split.get(), there);
    }
  }

  /** Where the epoch after this one began, by the word of the primary. */
  private Optional<Position> split(Connection primary, long epoch) throws SQLException {
    try (PreparedStatement next =
        primary.prepareStatement(
            "SELECT began FROM epochs WHERE epoch > ? ORDER BY epoch LIMIT 1")) {
      next.setLong(1, epoch);
      try (ResultSet row = next.executeQuery()) {
        return row.next() ? Optional.of(dialect.parse(row.getString(1))) : Optional.empty();
      }
    }
  }

  /** A copy of the primary's rows in one snapshot; from its position on it can follow. */
  private void rebuild(Connect primary) throws SQLException {
    try (Connection from = primary.open();
        Connection to = own.open();
        Statement there = from.createStatement();
        Statement here = to.createStatement()) {
      String position = dialect.snapshot(there);
      if (position == null || position.isBlank()) {
        throw new SQLTimeoutException("the primary tells no position of its snapshot");
      }
      here.execute("SET SESSION sql_log_bin = OFF");
      here.execute("DELETE FROM epochs"); // no vote from now on: see Status.voter
      for (String table : Schema.TABLES) {
        Schema.copy(there, to, table);
      }
      for (String sql : dialect.restore(position)) {
        here.execute(sql);
      }
      Schema.copy(there, to, Schema.EPOCHS);
      there.execute("ROLLBACK");
    }
  }
}

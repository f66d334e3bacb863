package scalebook.replication.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Replication;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;

/**
 * How a database comes to follow another one: as it is when it has nothing that the other lacks,
 * and else as a copy.
 */
public final class Rejoin {
  private static final long DRAIN_MILLIS = 8_000;
  private static final long FIRST_ANSWER_MILLIS = 1_500;

  private final Database own;
  private final Replication dialect;
  private final Database.Source source;
  private final Database.Connect primary;

  /** Whose history a database had, and what became of its own tail. */
  public record Joined(boolean rebuilt, List<String> extra) {}

  public Rejoin(Database own, Database.Source source, Database.Connect primary) {
    this.own = own;
    this.dialect = own.dialect();
    this.source = source;
    this.primary = primary;
  }

  /** An old history ends here: nothing of it that may have been acknowledged is thrown away. */
  public Joined follow() throws SQLException {
    own.demote();
    boolean fits = drain();
    own.run(dialect.stopFollowing());
    Condition status = own.status();
    List<String> extra = status.voter() ? extra(status.executed()) : List.of();
    boolean rebuilt = !fits || !extra.isEmpty() || !status.voter();
    if (rebuilt) {
      rebuild(extra.isEmpty() ? "" : name(status.executed()));
    }
    own.start(source);
    if (!rebuilt && logIsGone()) {
      rebuilt = true;
      rebuild("");
      own.start(source);
    }
    return new Joined(rebuilt, extra);
  }

  /** Under this name its own rows are kept. */
  private static String name(Position executed) {
    return "epoch_" + executed.epoch() + "_write_" + executed.index();
  }

  /**
   * What came in may have been acknowledged. Who still applies it is asked again later; where it
   * does not fit to what is here, the primary must have it.
   */
  private boolean drain() throws SQLException {
    if (!own.status().voter() || own.drain(DRAIN_MILLIS)) {
      return true;
    }
    Condition status = own.stopReceiving();
    if (status.applyError() == 0) {
      throw new SQLTimeoutException(own.name() + " still applies what it has acknowledged");
    }
    try (Connection there = primary.open()) {
      Optional<Position> split = split(there, status.received().epoch());
      Position has =
          split.isPresent()
              ? split.get()
              : dialect.parse(Sql.query(there, r -> r.getString(1), dialect.executed()).get(0));
      if (status.received().compareTo(has) > 0) {
        throw new SQLException(
            "%s can neither apply %s nor throw it away: the primary has %s"
                .formatted(own.name(), status.received(), has));
      }
    }
    return false;
  }

  private boolean logIsGone() throws SQLException {
    long deadline = System.nanoTime() + FIRST_ANSWER_MILLIS * 1_000_000;
    while (System.nanoTime() - deadline < 0) {
      Condition status = own.status();
      if (status.logIsGone()) {
        return true;
      }
      if (status.receiving()) {
        return false;
      }
      LockSupport.parkNanos(20_000_000);
    }
    return false;
  }

  /** What is here and not there: where the other history left ours, and what we have beyond. */
  private List<String> extra(Position executed) throws SQLException {
    try (Connection other = primary.open();
        Connection mine = own.connect()) {
      Optional<Position> split = split(other, executed.epoch());
      String there = Sql.query(other, row -> row.getString(1), dialect.executed()).get(0);
      return split.isEmpty() ? List.of() : dialect.extra(mine, split.get(), there);
    }
  }

  /** Where the epoch after this one began, by the word of the primary. */
  private Optional<Position> split(Connection there, long epoch) throws SQLException {
    return Sql.first(
        there,
        row -> dialect.parse(row.getString(1)),
        "SELECT began FROM epochs WHERE epoch > ? ORDER BY epoch LIMIT 1",
        epoch);
  }

  /**
   * A copy of the primary's rows in one snapshot; from its position on it can follow. Rows that
   * nobody else has are kept under that name.
   */
  private void rebuild(String kept) throws SQLException {
    try (Connection from = primary.open();
        Connection to = own.connect();
        Statement there = from.createStatement()) {
      String position = dialect.snapshot(there);
      if (position == null || position.isBlank()) {
        throw new SQLTimeoutException("the primary tells no position of its snapshot");
      }
      Sql.run(to, "SET SESSION sql_log_bin = OFF");
      Sql.run(to, "DELETE FROM epochs"); // no vote from now on: see Status.voter
      for (String table : Schema.TABLES) {
        Schema.replace(from, to, table, kept);
      }
      Database.run(to, dialect.restore(position));
      Schema.copy(from, to, Schema.EPOCHS);
      there.execute("ROLLBACK");
    }
  }
}

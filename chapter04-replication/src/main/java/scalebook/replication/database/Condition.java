package scalebook.replication.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import scalebook.engines.Replication;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;

/**
 * What one look at a database shows.
 *
 * @param received all that came in, applied or not
 * @param voter false for one that is just being copied
 */
public record Condition(
    Position executed,
    Position received,
    boolean voter,
    boolean readOnly,
    boolean receiving,
    boolean applying,
    int ioError,
    int applyError) {
  /** The master refuses: what the replica asks for is in no log of his. */
  private static final int LOG_IS_GONE = 1236;

  private static final Position NOTHING = new Position(0, 0, "");

  /** Nobody has looked yet. */
  public static final Condition UNKNOWN =
      new Condition(NOTHING, NOTHING, false, true, false, false, 0, 0);

  /** Whoever it follows: it may not reach it just now, but tries. */
  public boolean follows() {
    return applying && readOnly && !logIsGone();
  }

  Condition received(Position all) {
    return new Condition(executed, all, voter, readOnly, receiving, applying, ioError, applyError);
  }

  /** What it asks for next is in no log of the one that it follows. */
  public boolean logIsGone() {
    return ioError == LOG_IS_GONE;
  }

  static Condition of(Connection connection, Replication dialect) throws SQLException {
    Position executed = dialect.parse(text(connection, dialect.executed()));
    // While it is rebuilt it has no epochs: what it has says nothing about what was acknowledged.
    boolean voter = Sql.number(connection, "SELECT COUNT(*) FROM epochs") > 0;
    boolean readOnly = Sql.number(connection, "SELECT @@GLOBAL.read_only") == 1;
    Condition alone = new Condition(executed, executed, voter, readOnly, false, false, 0, 0);
    return Sql.first(
            connection, row -> alone.following(connection, dialect, row), dialect.following())
        .orElse(alone);
  }

  private Condition following(Connection connection, Replication dialect, ResultSet row)
      throws SQLException {
    Replication.Columns columns = dialect.columns();
    String all = text(connection, dialect.received(), row.getString(columns.received()));
    return new Condition(
        executed,
        dialect.parse(all).orLater(executed),
        voter,
        readOnly,
        row.getString(columns.receiving()).equals("Yes"),
        row.getString(columns.applying()).equals("Yes"),
        row.getInt(columns.ioError()),
        row.getInt("Last_SQL_Errno"));
  }

  static String text(Connection connection, String sql, Object... values) throws SQLException {
    return Sql.first(connection, row -> Optional.ofNullable(row.getString(1)), sql, values)
        .flatMap(value -> value)
        .orElse("");
  }
}

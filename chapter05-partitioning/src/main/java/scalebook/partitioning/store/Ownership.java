package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import scalebook.engines.Sql;

/**
 * What a shard itself knows of its slots, in a table beside its rows. No entry is as good as {@link
 * #RELEASED}.
 */
public enum Ownership {
  /** Reads and writes. */
  OWNED,
  /** Reads go on, writes do not: the slot is about to move. */
  FENCED,
  /** Neither reads nor writes: it moved away, or is not here yet. */
  RELEASED;

  /** In SQL, of a slot that is read here. */
  public static final String READABLE = "state <> 'RELEASED'";

  static final String TABLE =
      "CREATE TABLE slots (slot SMALLINT PRIMARY KEY, state VARCHAR(8) NOT NULL,"
          + " noted BOOLEAN NOT NULL)";

  /** A shard that answers for a slot of these keeps its rows, whatever anybody has planned. */
  public static void mustBeReleased(Connection connection, Collection<Integer> slots)
      throws SQLException {
    String those = " FROM slots WHERE slot IN (" + Slots.write(slots) + ") AND " + READABLE;
    if (Sql.number(connection, "SELECT COUNT(*)" + those + " LOCK IN SHARE MODE") > 0) {
      throw new SQLException("nothing is cleared: the shard owns some of slots " + slots);
    }
  }

  /** Waits for the writers that hold these slots. */
  public static void mark(Connection connection, Collection<Integer> slots, Ownership state)
      throws SQLException {
    if (!slots.isEmpty()) {
      String rows =
          slots.stream()
              .map(slot -> "(" + slot + ", '" + state + "', FALSE)")
              .collect(Collectors.joining(","));
      Sql.change(
          connection,
          "INSERT INTO slots VALUES " + rows + " ON DUPLICATE KEY UPDATE state = '" + state + "'");
    }
  }
}

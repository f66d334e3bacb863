package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import scalebook.engines.Sql;

/** What a shard itself knows of each slot, in a table beside its rows. */
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

  /** All slots, and that these are owned. */
  static int create(Connection connection, Collection<Integer> owned) throws SQLException {
    String rows =
        IntStream.range(0, Slots.COUNT)
            .mapToObj(s -> "(%d, '%s', FALSE)".formatted(s, owned.contains(s) ? OWNED : RELEASED))
            .collect(Collectors.joining(", "));
    return Sql.change(connection, "INSERT INTO slots VALUES " + rows);
  }

  /** A shard that answers for a slot of these keeps its rows, whatever anybody has planned. */
  public static void mustBeReleased(Connection connection, Collection<Integer> slots)
      throws SQLException {
    String those = " FROM slots WHERE slot IN (" + Slots.write(slots) + ") AND " + READABLE;
    if (Sql.number(connection, "SELECT COUNT(*)" + those + " LOCK IN SHARE MODE") > 0) {
      throw new SQLException("nothing is cleared: the shard owns some of slots " + slots);
    }
  }
}

package scalebook.replication.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import scalebook.engines.Sql;

/**
 * Compares a table of two databases a chunk of rows at a time, and then the rows of chunks that
 * differ.
 *
 * @param size rows of a chunk
 * @param sums whether chunks are compared by what is in their rows, or by how many there are
 */
public record Chunks(String table, int size, boolean sums) {

  /** The ids of rows that are not the same on both sides; both stand still meanwhile. */
  public Set<String> differing(Connection one, Connection other) throws SQLException {
    // Not CRC32: it is linear, so that the same change in an even number of rows cancels out.
    String hash = "CAST(CONV(LEFT(MD5(CONCAT_WS('#', id, value)), 16), 16, 10) AS UNSIGNED)";
    String sum = sums ? "BIT_XOR(" + hash + ")" : "0";
    String chunks = "SELECT id DIV %d, COUNT(*), %s FROM %s GROUP BY 1".formatted(size, sum, table);
    Set<String> differing = new HashSet<>();
    for (List<String> chunk : unequal(one, other, chunks)) {
      String rows =
          "SELECT id, value, 0 FROM %s WHERE id DIV %d = %s".formatted(table, size, chunk.get(0));
      unequal(one, other, rows).forEach(row -> differing.add(row.get(0)));
    }
    return differing;
  }

  /** Rows that only one of both has. */
  private static Set<List<String>> unequal(Connection one, Connection other, String sql)
      throws SQLException {
    Set<List<String>> mine = rows(one, sql);
    Set<List<String>> theirs = rows(other, sql);
    Set<List<String>> unequal = new HashSet<>(mine);
    unequal.addAll(theirs);
    mine.retainAll(theirs);
    unequal.removeAll(mine);
    return unequal;
  }

  private static Set<List<String>> rows(Connection connection, String sql) throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection, row -> List.of(row.getString(1), row.getString(2), row.getString(3)), sql));
  }
}

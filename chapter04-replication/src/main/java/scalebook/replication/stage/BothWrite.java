package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scalebook.engines.Sql;
import scalebook.lab.story.Story;
import scalebook.replication.database.Chunks;
import scalebook.replication.merging.Owners;

/** The link between two primaries is down, both take writes, and then it is up again. */
public final class BothWrite {
  private final Pair pair;
  private final int rows;
  private final boolean checksums;

  /**
   * @param acknowledged writes of both sides
   * @param refused where somebody else owns the row
   * @param stopped sides that apply nothing any more
   * @param differ rows that are not the same on both sides, one by one
   * @param found of these, by comparing chunks
   */
  public record Seen(int acknowledged, int refused, int stopped, int differ, int found) {}

  /** Of each experiment. */
  public record All(Seen sameKeys, Seen offsets, Seen changed, Seen deleted, Seen owned) {}

  /** One write of a row by a side; false when it is refused. */
  private interface Write {
    boolean on(Connection connection, int side, int row) throws SQLException;
  }

  public BothWrite(Pair pair, int rows, boolean checksums) {
    this.pair = pair;
    this.rows = rows;
    this.checksums = checksums;
  }

  /** One experiment after the other, a row of the table each. */
  public All all(Story story, boolean offsets, Optional<Owners> owners) throws SQLException {
    Story.Table table =
        story.table("both", "acknowledged", "refused", "stopped", "rows differ", "found");
    Map<String, Double> differ = new LinkedHashMap<>();
    All all =
        new All(
            told(table, differ, "insert, same keys", insert(false)),
            told(table, differ, "insert, odd and even keys", insert(offsets)),
            told(table, differ, "change the same rows", change(Optional.empty())),
            told(table, differ, "change what one deletes", delete()),
            told(table, differ, "change, one owner a row", change(owners)));
    story.bars("rows that differ, of %d".formatted(rows), "", "rows", differ);
    return all;
  }

  private static Seen told(Story.Table table, Map<String, Double> differ, String shown, Seen seen) {
    differ.put(shown, (double) seen.differ());
    table.row(
        shown,
        seen.acknowledged(),
        seen.refused(),
        seen.stopped() + " of 2",
        seen.differ(),
        seen.found());
    return seen;
  }

  /** Both insert new rows. */
  private Seen insert(boolean offsets) throws SQLException {
    pair.begin(offsets);
    String insert = "INSERT INTO items (value) VALUES (?)";
    return write(
        (connection, side, row) -> Sql.change(connection, insert, Pair.NAMES.get(side) + row) == 1);
  }

  /** Both change the same rows; with owners each only its own. */
  private Seen change(Optional<Owners> owners) throws SQLException {
    fill();
    String change = "UPDATE items SET value = ? WHERE id = ?";
    return write(
        (connection, side, row) -> {
          String name = Pair.NAMES.get(side);
          return owners.map(all -> all.of(row).equals(name)).orElse(true)
              && Sql.change(connection, change, name + row, row) == 1;
        });
  }

  /** One changes the rows that the other one deletes. */
  private Seen delete() throws SQLException {
    fill();
    String change = "UPDATE items SET value = 'new' WHERE id = ?";
    String delete = "DELETE FROM items WHERE id = ?";
    return write(
        (connection, side, row) -> Sql.change(connection, side == 0 ? change : delete, row) == 1);
  }

  private void fill() throws SQLException {
    pair.begin(true);
    for (int side = 0; side < 2; side++) {
      Sql.run(pair.at(side), "SET SESSION sql_log_bin = OFF");
      for (int row = 1; row <= rows; row++) {
        Sql.change(pair.at(side), "INSERT INTO items VALUES (?, 'old')", row);
      }
      Sql.run(pair.at(side), "SET SESSION sql_log_bin = ON");
    }
  }

  private Seen write(Write write) throws SQLException {
    int acknowledged = 0;
    int refused = 0;
    for (int side = 0; side < 2; side++) {
      for (int row = 1; row <= rows; row++) {
        boolean done = write.on(pair.at(side), side, row);
        acknowledged += done ? 1 : 0;
        refused += done ? 0 : 1;
      }
    }
    pair.link();
    int stopped = pair.settle();
    Set<String> differ = new Chunks("items", 1, true).differing(pair.at(0), pair.at(1));
    Set<String> found = new Chunks("items", 10, checksums).differing(pair.at(0), pair.at(1));
    return new Seen(acknowledged, refused, stopped, differ.size(), found.size());
  }
}

package scalebook.transactions.saga;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Effect;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Refused;

/**
 * A step in one database. What has become of it stands in a row beside the effect, in the same
 * transaction: DONE, or UNDONE. An UNDONE without an effect is a tombstone: the compensation came
 * first, and the action that comes after it is refused.
 */
public class LocalStep implements Step {
  private static final String DONE = "DONE";
  private static final String UNDONE = "UNDONE";

  private final String name;
  private final DataSource database;
  private final Effect act;
  private final Effect undo;
  private final Memory memory;

  /** What a participant keeps of a step. */
  public enum Memory {
    /** Nothing: each call has its effect again. */
    NONE,
    /** What was done, and undone; but not what was undone before it was done. */
    EFFECTS,
    /** That, too: as a tombstone. */
    TOMBSTONES
  }

  public LocalStep(String name, DataSource database, Effect act, Effect undo) {
    this(name, database, act, undo, Memory.TOMBSTONES);
  }

  public LocalStep(String name, DataSource database, Effect act, Effect undo, Memory memory) {
    this.memory = memory;
    this.name = name;
    this.database = database;
    this.act = act;
    this.undo = undo;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void act(Order order) throws SQLException {
    Sql.inTransaction(
        database,
        connection -> {
          Optional<String> state =
              memory == Memory.NONE ? Optional.empty() : claim(connection, order, DONE);
          if (state.filter(UNDONE::equals).isPresent()) {
            throw new Refused(name + " was undone before it was done");
          }
          if (state.isEmpty()) {
            act.on(connection, order);
          }
          return null;
        });
  }

  @Override
  public void compensate(Order order) throws SQLException {
    Sql.inTransaction(
        database,
        connection -> {
          if (memory == Memory.NONE) {
            undo.on(connection, order);
            return null;
          }
          Optional<String> state =
              memory == Memory.EFFECTS
                  ? state(connection, order)
                  : claim(connection, order, UNDONE);
          if (state.filter(DONE::equals).isPresent()) {
            undo.on(connection, order);
            Sql.change(
                connection,
                "UPDATE steps SET state = ? WHERE saga = ? AND step = ?",
                UNDONE,
                order.id(),
                name);
          }
          return null;
        });
  }

  /**
   * Writes the state if none stands there, and returns the one that did. Whoever comes at the same
   * time waits for the row, so that only one finds it empty.
   */
  private Optional<String> claim(Connection connection, Order order, String state)
      throws SQLException {
    int fresh =
        Sql.change(
            connection,
            "INSERT IGNORE INTO steps (saga, step, state) VALUES (?, ?, ?)",
            order.id(),
            name,
            state);
    return fresh == 1 ? Optional.empty() : state(connection, order);
  }

  private Optional<String> state(Connection connection, Order order) throws SQLException {
    return Sql.first(
        connection,
        row -> row.getString("state"),
        "SELECT state FROM steps WHERE saga = ? AND step = ? FOR UPDATE",
        order.id(),
        name);
  }
}

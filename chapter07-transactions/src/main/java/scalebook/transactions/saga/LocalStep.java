package scalebook.transactions.saga;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.transactions.shop.Local;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
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

  /** What it does to the database. */
  @FunctionalInterface
  public interface Effect {
    void on(Connection connection, Order order) throws SQLException, Refused;
  }

  public LocalStep(String name, DataSource database, Effect act, Effect undo) {
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
  public void act(Order order) throws SQLException, Refused {
    Local.transaction(
        database,
        connection -> {
          String state = claim(connection, order, DONE).orElse("");
          if (state.equals(UNDONE)) {
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
    try {
      Local.transaction(
          database,
          connection -> {
            if (claim(connection, order, UNDONE).orElse("").equals(DONE)) {
              undo.on(connection, order);
              Part.change(
                  connection,
                  "UPDATE steps SET state = ? WHERE saga = ? AND step = ?",
                  UNDONE,
                  order.id(),
                  name);
            }
            return null;
          });
    } catch (Refused never) {
      throw new SQLException("a compensation cannot be refused", never);
    }
  }

  /**
   * Writes the state if none stands there, and returns the one that did. Whoever comes at the same
   * time waits for the row, so that only one finds it empty.
   */
  protected Optional<String> claim(Connection connection, Order order, String state)
      throws SQLException {
    int fresh =
        Part.change(
            connection,
            "INSERT IGNORE INTO steps (saga, step, state) VALUES (?, ?, ?)",
            order.id(),
            name,
            state);
    if (fresh == 1) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT state FROM steps WHERE saga = ? AND step = ? FOR UPDATE")) {
      select.setLong(1, order.id());
      select.setString(2, name);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return Optional.of(row.getString(1));
      }
    }
  }
}

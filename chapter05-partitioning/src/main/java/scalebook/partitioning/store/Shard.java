package scalebook.partitioning.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/**
 * One database with a part of the orders. It knows itself which slots it owns, and refuses the
 * others: a client with an old map can do no harm.
 */
public record Shard(int number, DataSource database, boolean refuses) {
  private static final int MOST_ATTEMPTS = 10;
  private static final int DEADLOCK = 1213;
  private static final int WAITED_LONG = 1205;
  private static final String[] TABLES = {
    "DROP TABLE IF EXISTS orders, slots, changes, mover",
    "CREATE TABLE orders (id BIGINT PRIMARY KEY, slot SMALLINT NOT NULL, customer INT NOT NULL,"
        + " cents BIGINT NOT NULL, version BIGINT NOT NULL,"
        + " KEY by_slot (slot, id), KEY by_cents (cents, id))",
    "CREATE TABLE mover (term BIGINT PRIMARY KEY)",
    "INSERT INTO mover VALUES (0)",
    Ownership.TABLE,
    "CREATE TABLE changes (seq BIGINT AUTO_INCREMENT PRIMARY KEY, id BIGINT NOT NULL)"
  };

  private static final String FIND =
      "SELECT o.id, o.customer, o.cents, o.version FROM slots s LEFT JOIN orders o ON o.id = ?"
          + " WHERE s.slot = ?";
  private static final String HOLD = "SELECT noted FROM slots WHERE slot = ?";

  /** Not ours, or not any more: the map that led here is old. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(String why) {
      super(why);
    }
  }

  public Shard(int number, DataSource database) {
    this(number, database, true);
  }

  /** The same database, which now takes every call that comes. */
  public Shard careless() {
    return new Shard(number, database, false);
  }

  private String owning(String sql, String state) {
    return refuses ? sql + " AND " + state : sql;
  }

  /** Empty tables, and these slots. */
  public void create(Collection<Integer> slots) throws SQLException {
    Sql.with(
        database,
        connection -> {
          Sql.run(connection, TABLES);
          return Ownership.create(connection, slots);
        });
  }

  /** All slots: a database alone. */
  public void createAlone() throws SQLException {
    create(IntStream.range(0, Slots.COUNT).boxed().toList());
  }

  /** Asks nobody whether a slot is ours: for those whose lease says so, and for audits. */
  public OrderTable rows() {
    return new OrderTable(database);
  }

  /** One round trip: the slot's state comes with the row, and both are of the same moment. */
  public Optional<Order> find(long id) throws SQLException, Refused {
    int slot = Slots.of(id);
    String sql = owning(FIND, Ownership.READABLE);
    return Sql.with(database, connection -> Sql.first(connection, Shard::found, sql, id, slot))
        .orElseThrow(() -> refused(slot));
  }

  private static Optional<Order> found(ResultSet row) throws SQLException {
    return row.getObject(1) == null ? Optional.empty() : Optional.of(OrderTable.order(row));
  }

  private Refused refused(int slot) {
    return new Refused("shard %d does not take slot %d".formatted(number, slot));
  }

  /** True when a transaction was undone because of another: to end a deadlock, or a long wait. */
  public static boolean inTheWay(SQLException e) {
    return e.getErrorCode() == DEADLOCK || e.getErrorCode() == WAITED_LONG;
  }

  /** A write that was a deadlock's victim is done again: nobody else would know what to do. */
  private boolean write(long id, String sql, Object... values) throws SQLException, Refused {
    for (int attempt = 1; ; attempt++) {
      try {
        return writeOnce(id, sql, values).orElseThrow(() -> refused(Slots.of(id)));
      } catch (SQLException e) {
        if (e.getErrorCode() == WAITED_LONG) {
          throw refused(Slots.of(id)); // somebody holds it: as good as moving
        }
        if (e.getErrorCode() != DEADLOCK || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * ① Holds the slot where it is until the end of the transaction; ② a mover that copies the slot
   * finds a note of what has changed, in the same transaction. Empty: not ours.
   */
  private Optional<Boolean> writeOnce(long id, String sql, Object... values) throws SQLException {
    String hold = owning(HOLD, "state = 'OWNED'") + " LOCK IN SHARE MODE";
    return Sql.inTransaction(
        database,
        connection -> {
          Optional<Boolean> noted =
              Sql.first(connection, row -> row.getBoolean(1), hold, Slots.of(id)); // ①
          if (noted.isEmpty()) {
            return noted;
          }
          boolean done = Sql.change(connection, sql, values) == 1;
          if (noted.get()) {
            Sql.change(connection, "INSERT INTO changes (id) VALUES (?)", id); // ②
          }
          return Optional.of(done);
        });
  }

  /** False when there is one with that id. */
  public boolean insert(Order order) throws SQLException, Refused {
    return write(
        order.id(),
        "INSERT IGNORE INTO orders VALUES (?, ?, ?, ?, ?)",
        OrderTable.columns(order).toArray());
  }

  /** Adds to an order's amount; false when there is none. */
  public boolean add(long id, long cents) throws SQLException, Refused {
    return write(
        id, "UPDATE orders SET cents = cents + ?, version = version + 1 WHERE id = ?", cents, id);
  }

  public boolean delete(long id) throws SQLException, Refused {
    return write(id, "DELETE FROM orders WHERE id = ?", id);
  }

  @Override
  public String toString() {
    return "shard" + number;
  }
}

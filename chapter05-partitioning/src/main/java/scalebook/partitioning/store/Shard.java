package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * One database with a part of the orders. It knows itself which slots it owns, and refuses the
 * others: a client with an old map can do no harm.
 */
public final class Shard {
  /** A slot's state here; no row is as good as RELEASED. */
  public static final int OWNED = 1;

  /** Reads go on, writes do not: the slot is about to move. */
  public static final int FENCED = 2;

  /** Neither reads nor writes: it moved away, or is not here yet. */
  public static final int RELEASED = 3;

  private static final int MOST_ATTEMPTS = 10;

  private final int number;
  private final DataSource database;

  /** Not ours, or not any more: the map that led here is old. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    public Refused(int shard, int slot) {
      super("shard %d does not take slot %d".formatted(shard, slot));
    }
  }

  public Shard(int number, DataSource database) {
    this.number = number;
    this.database = database;
  }

  public int number() {
    return number;
  }

  public DataSource database() {
    return database;
  }

  /** Empty tables, and these slots. */
  public void create(Iterable<Integer> slots) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE IF EXISTS orders, slots, changes, mover");
      statement.execute(
          "CREATE TABLE orders (id BIGINT PRIMARY KEY, slot SMALLINT NOT NULL,"
              + " customer INT NOT NULL, cents BIGINT NOT NULL, version BIGINT NOT NULL,"
              + " KEY by_slot (slot, id), KEY by_cents (cents, id))");
      statement.execute("CREATE TABLE mover (term BIGINT PRIMARY KEY)");
      statement.execute("INSERT INTO mover VALUES (0)");
      statement.execute("CREATE TABLE slots (slot SMALLINT PRIMARY KEY, state TINYINT NOT NULL)");
      statement.execute(
          "CREATE TABLE changes (seq BIGINT AUTO_INCREMENT PRIMARY KEY, id BIGINT NOT NULL)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO slots VALUES (?, ?)")) {
        for (int slot : slots) {
          insert.setInt(1, slot);
          insert.setInt(2, OWNED);
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }

  /** All slots: a database alone. */
  public void createAlone() throws SQLException {
    create(IntStream.range(0, Slots.COUNT).boxed().toList());
  }

  /** Asks nobody whether the slot is ours: for those whose lease says so. */
  public Optional<Order> look(long id) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, customer, cents, version FROM orders WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(order(row)) : Optional.empty();
      }
    }
  }

  /** One round trip: the slot's state comes with the row, and both are of the same moment. */
  public Optional<Order> find(long id) throws SQLException, Refused {
    int slot = Slots.of(id);
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT o.id, o.customer, o.cents, o.version FROM slots s"
                    + " LEFT JOIN orders o ON o.id = ? WHERE s.slot = ? AND s.state < 3")) {
      select.setLong(1, id);
      select.setInt(2, slot);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new Refused(number, slot);
        }
        return row.getObject(1) == null ? Optional.empty() : Optional.of(order(row));
      }
    }
  }

  public static Order order(ResultSet row) throws SQLException {
    return new Order(row.getLong(1), row.getInt(2), row.getLong(3), row.getLong(4));
  }

  /** What a write does, in a transaction that holds the slot where it is. */
  @FunctionalInterface
  private interface Write {
    boolean run(Connection connection) throws SQLException;
  }

  /** True when a transaction was chosen to end a deadlock: all of it was undone. */
  public static boolean deadlock(SQLException e) {
    return "40001".equals(e.getSQLState());
  }

  /** A write that was a deadlock's victim is done again: nobody else would know what to do. */
  private boolean write(long id, Write write) throws SQLException, Refused {
    for (int attempt = 1; ; attempt++) {
      try {
        return writeOnce(id, write);
      } catch (SQLException e) {
        if (!deadlock(e) || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private boolean writeOnce(long id, Write write) throws SQLException, Refused {
    int slot = Slots.of(id);
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement hold =
          connection.prepareStatement(
              "SELECT state FROM slots WHERE slot = ? LOCK IN SHARE MODE")) {
        hold.setInt(1, slot);
        try (ResultSet row = hold.executeQuery()) {
          if (!row.next() || row.getInt(1) != OWNED) {
            connection.rollback();
            throw new Refused(number, slot);
          }
        }
        boolean done = write.run(connection);
        connection.commit();
        return done;
      } catch (SQLException e) {
        connection.rollback();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  /** False when there is one with that id. */
  public boolean insert(Order order) throws SQLException, Refused {
    return write(
        order.id(),
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement("INSERT IGNORE INTO orders VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, order.id());
            insert.setInt(2, Slots.of(order.id()));
            insert.setInt(3, order.customer());
            insert.setLong(4, order.cents());
            insert.setLong(5, order.version());
            return insert.executeUpdate() == 1;
          }
        });
  }

  /** Adds to an order's amount; false when there is none. */
  public boolean add(long id, long cents) throws SQLException, Refused {
    return write(
        id,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE orders SET cents = cents + ?, version = version + 1 WHERE id = ?")) {
            update.setLong(1, cents);
            update.setLong(2, id);
            return update.executeUpdate() == 1;
          }
        });
  }

  public boolean delete(long id) throws SQLException, Refused {
    return write(
        id,
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM orders WHERE id = ?")) {
            delete.setLong(1, id);
            return delete.executeUpdate() == 1;
          }
        });
  }

  @Override
  public String toString() {
    return "shard" + number;
  }
}

package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;

/**
 * Carries events from the outbox to the stream: publish, then delete. A crash between the two
 * publishes once more; the inbox knows.
 *
 * <p>It asks for what is there, never for "numbers above the last": a transaction with a lower
 * number may commit later. A customer's events come in order, because whoever writes one holds the
 * customer's row until it commits. One relay works at a time: it holds a named lock of the
 * database, which ends with its connection.
 */
public class Relay extends Background {
  private static final int BATCH = 100;
  private static final long IDLE_MILLIS = 10;
  private static final String LOCK = "relay";

  private final DataSource database;
  private final EventStream stream;
  private final List<String> groups;
  private final Crash crash;
  private final AtomicLong published = new AtomicLong();

  public Relay(DataSource database, EventStream stream, List<String> groups, Crash crash) {
    super("relay");
    this.database = database;
    this.stream = stream;
    this.groups = groups;
    this.crash = crash;
  }

  @Override
  long round() throws SQLException {
    if (stream.full()) {
      stream.trim(groups);
      return IDLE_MILLIS;
    }
    try (Connection connection = database.getConnection()) {
      if (!lock(connection)) {
        return IDLE_MILLIS; // another relay is at work
      }
      try {
        return relay(connection) ? 0 : IDLE_MILLIS;
      } finally {
        unlock(connection);
      }
    }
  }

  /** One outbox row. */
  record Row(long id, Event event) {}

  private boolean relay(Connection connection) throws SQLException {
    List<Row> rows = next(connection, BATCH);
    for (Row row : rows) {
      crash.at("before-publish");
      stream.add(row.event());
      crash.at("after-publish");
    }
    if (!rows.isEmpty()) {
      forget(connection, rows);
      crash.at("after-delete");
    }
    published.addAndGet(rows.size());
    return rows.size() == BATCH;
  }

  /** What is committed and not published. */
  List<Row> next(Connection connection, int most) throws SQLException {
    return select(connection, "ORDER BY id LIMIT ?", most);
  }

  /** Exactly these, by their numbers: others may have come between them. */
  void forget(Connection connection, List<Row> rows) throws SQLException {
    String places = "?" + ", ?".repeat(rows.size() - 1);
    Part.change(
        connection,
        "DELETE FROM outbox WHERE id IN (" + places + ")",
        rows.stream().map(Row::id).toArray());
  }

  static List<Row> select(Connection connection, String which, long value) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT id, number, order_id, customer, item, quantity, cents FROM outbox " + which)) {
      select.setLong(1, value);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Order order =
              new Order(
                  row.getLong(3), row.getInt(4), row.getInt(5), row.getInt(6), row.getLong(7));
          rows.add(new Row(row.getLong(1), new Event(row.getInt(2), order)));
        }
      }
    }
    return rows;
  }

  private static boolean lock(Connection connection) throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement("SELECT GET_LOCK(?, 0)")) {
      lock.setString(1, LOCK);
      try (ResultSet row = lock.executeQuery()) {
        return row.next() && row.getInt(1) == 1;
      }
    }
  }

  private static void unlock(Connection connection) throws SQLException {
    try (PreparedStatement unlock = connection.prepareStatement("SELECT RELEASE_LOCK(?)")) {
      unlock.setString(1, LOCK);
      unlock.execute();
    }
  }

  public long published() {
    return published.get();
  }
}

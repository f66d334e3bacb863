package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Progress;

/**
 * Carries events from the outbox to the stream: publish, then delete. A crash between the two
 * publishes once more; the inbox knows.
 *
 * <p>It asks for what is there, never for "places above the last": a transaction with a lower one
 * may commit later. A customer's events come in order, because whoever writes one holds the
 * customer's row until it commits. One relay works at a time: it holds a named lock of the
 * database, which ends with its connection.
 */
public class Relay {
  static final int BATCH = 100;
  private static final long IDLE_MILLIS = 10;
  private static final String LOCK = "relay";

  private final DataSource database;
  final Events stream;
  private final List<String> groups;
  final Progress progress;
  private final boolean oldestFirst;

  public Relay(
      DataSource database,
      Events stream,
      List<String> groups,
      boolean oldestFirst,
      Progress progress) {
    this.oldestFirst = oldestFirst;
    this.database = database;
    this.stream = stream;
    this.groups = groups;
    this.progress = progress;
  }

  /** Carries what is there; how many milliseconds until it is worth a look again. */
  public long round() throws SQLException {
    if (stream.full()) {
      stream.trim(groups);
      return IDLE_MILLIS;
    }
    return Sql.with(
        database,
        connection -> {
          if (Sql.number(connection, "SELECT GET_LOCK(?, 0)", LOCK) != 1) {
            return IDLE_MILLIS; // another relay is at work
          }
          try {
            return relay(connection) ? 0 : IDLE_MILLIS;
          } finally {
            Sql.number(connection, "SELECT RELEASE_LOCK(?)", LOCK);
          }
        });
  }

  /** One outbox row. */
  record Row(long place, Event event) {}

  boolean relay(Connection connection) throws SQLException {
    List<Row> rows = next(connection, BATCH);
    for (Row row : rows) {
      progress.at("before-publish");
      stream.add(row.event());
      progress.at("after-publish");
    }
    if (!rows.isEmpty()) {
      forget(connection, rows);
      progress.at("after-delete");
    }
    return rows.size() == BATCH;
  }

  /** What is committed and not published. */
  List<Row> next(Connection connection, int most) throws SQLException {
    return select(connection, "ORDER BY place" + (oldestFirst ? "" : " DESC") + " LIMIT ?", most);
  }

  /** Exactly these, by their places: others may have come between them. */
  void forget(Connection connection, List<Row> rows) throws SQLException {
    Sql.change(
        connection,
        "DELETE FROM outbox WHERE place IN (?" + ", ?".repeat(rows.size() - 1) + ")",
        rows.stream().map(Row::place).toArray());
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getInt("number"), Order.of(row), row.getString("kind"), row.getInt("hops"));
  }

  static List<Row> select(Connection connection, String which, Object... values)
      throws SQLException {
    return Sql.query(
        connection,
        row -> new Row(row.getLong("place"), event(row)),
        "SELECT place, number, kind, hops, " + Order.COLUMNS + " FROM outbox " + which,
        values);
  }
}

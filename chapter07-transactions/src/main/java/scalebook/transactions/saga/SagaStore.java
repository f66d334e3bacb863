package scalebook.transactions.saga;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Order;

/**
 * The orchestrators' memory: a row for each saga. Its owner has it for a while (a lease, by the
 * database's clock), and every write names the owner's token: one that was overtaken finds out.
 */
final class SagaStore {
  private static final String COLUMNS = Order.COLUMNS + ", state, step, attempts, token";
  private static final String LATER = "until = NOW(6) + INTERVAL ? MICROSECOND";
  private static final String OPEN = "state IN ('RUNNING', 'COMPENSATING')";
  private static final int MOST_NOTE = 200;

  private final DataSource database;
  private final long leaseMillis;

  SagaStore(DataSource database, long leaseMillis) {
    this.database = database;
    this.leaseMillis = leaseMillis;
  }

  /** Somebody else has taken this saga over. */
  static final class Overtaken extends Exception {
    private static final long serialVersionUID = 1;
  }

  private int change(String sql, Object... values) throws SQLException {
    return Sql.with(database, connection -> Sql.change(connection, sql, values));
  }

  /** A new one, with its first step written down. */
  Saga begin(Order order) throws SQLException {
    change(
        "INSERT INTO sagas SET id = ?, customer = ?, item = ?, quantity = ?, cents = ?, "
            + "state = 'RUNNING', step = 0, attempts = 0, token = 1, note = '', "
            + LATER,
        order.values(leaseMillis * 1_000));
    return new Saga(order, Saga.State.RUNNING, 0, 0, 1);
  }

  /**
   * Writes how far the saga has come; no other orchestrator takes it over before these
   * milliseconds.
   */
  void write(Saga saga, String note, long forMillis) throws SQLException, Overtaken {
    int changed =
        change(
            "UPDATE sagas SET state = ?, step = ?, attempts = ?, note = ?, "
                + LATER
                + " WHERE id = ? AND token = ?",
            saga.state().name(),
            saga.step(),
            saga.attempts(),
            note.substring(0, Math.min(note.length(), MOST_NOTE)),
            forMillis * 1_000,
            saga.order().id(),
            saga.token());
    if (changed == 0) {
      throw new Overtaken();
    }
  }

  Optional<Saga> read(long id) throws SQLException {
    return select("WHERE id = ?", id).stream().findFirst();
  }

  /** Sagas whose time has come and that nobody has. */
  List<Saga> waiting(int most) throws SQLException {
    return select("WHERE " + OPEN + " AND until < NOW(6) ORDER BY until LIMIT ?", most);
  }

  /** Takes one over, if nobody was faster. */
  Optional<Saga> claim(Saga saga) throws SQLException {
    int claimed =
        change(
            "UPDATE sagas SET token = token + 1, "
                + LATER
                + " WHERE id = ? AND token = ? AND until < NOW(6)",
            leaseMillis * 1_000,
            saga.order().id(),
            saga.token());
    return claimed == 1 ? read(saga.order().id()) : Optional.empty();
  }

  /** Gives a parked one another chance, in the direction that a human chose. */
  boolean unpark(long id, Saga.State direction) throws SQLException {
    return change(
            "UPDATE sagas SET state = ?, attempts = 0, token = token + 1, until = NOW(6) WHERE id = ? AND state = 'PARKED'",
            direction.name(),
            id)
        == 1;
  }

  int unfinished() throws SQLException {
    return (int)
        Sql.with(database, db -> Sql.number(db, "SELECT COUNT(*) FROM sagas WHERE " + OPEN))
            .longValue();
  }

  private List<Saga> select(String where, Object value) throws SQLException {
    return Sql.with(
        database,
        connection ->
            Sql.query(
                connection, SagaStore::saga, "SELECT " + COLUMNS + " FROM sagas " + where, value));
  }

  private static Saga saga(ResultSet row) throws SQLException {
    return new Saga(
        Order.of(row),
        Saga.State.valueOf(row.getString("state")),
        row.getInt("step"),
        row.getInt("attempts"),
        row.getLong("token"));
  }
}

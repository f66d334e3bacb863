package scalebook.sessions.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import scalebook.engines.Sql;

/** In two tables of a database: durable with each commit, and a transaction for each change. */
public final class TableSessions implements Sessions {
  private static final String SESSIONS =
      """
      CREATE TABLE IF NOT EXISTS sessions (id VARCHAR(22) PRIMARY KEY,
        user VARCHAR(64) NOT NULL, used_at BIGINT NOT NULL, KEY (user))
      """;
  private static final String COUNTS =
      """
      CREATE TABLE IF NOT EXISTS session_counts (id VARCHAR(22), counter VARCHAR(80),
        n BIGINT NOT NULL, PRIMARY KEY (id, counter),
        FOREIGN KEY (id) REFERENCES sessions (id) ON DELETE CASCADE ON UPDATE CASCADE)
      """;

  private final DataSource pool;
  private final long ttlMillis;
  private final LongSupplier clockMillis;

  /** Makes the tables where they are missing. */
  public TableSessions(DataSource pool, long ttlMillis, LongSupplier clockMillis) {
    this.pool = pool;
    this.ttlMillis = ttlMillis;
    this.clockMillis = clockMillis;
    with(
        connection -> {
          Sql.run(connection, SESSIONS, COUNTS);
          return true;
        });
  }

  private <T> T with(Sql.Work<T> work) {
    try {
      return Sql.with(pool, work);
    } catch (SQLException e) {
      throw new IllegalStateException("the session tables do not answer", e);
    }
  }

  @Override
  public Session open(Optional<String> cookie) {
    Optional<String> id = cookie.filter(Ids::plausible);
    return with(
        connection -> {
          Optional<String> user = id.isEmpty() ? id : live(connection, id.get(), "");
          return user.isEmpty()
              ? new Open(Optional.empty(), "", Map.of())
              : new Open(id, user.get(), counts(connection, id.get()));
        });
  }

  private Optional<String> live(Connection connection, String id, String lock) throws SQLException {
    long now = clockMillis.getAsLong();
    String live = "SELECT user FROM sessions WHERE id = ? AND used_at >= ?" + lock;
    Optional<String> user =
        Sql.first(connection, row -> row.getString(1), live, id, now - ttlMillis);
    if (user.isPresent()) { // a write only when half of the time is gone
      String used = "UPDATE sessions SET used_at = ? WHERE id = ? AND used_at < ?";
      Sql.change(connection, used, now, id, now - ttlMillis / 2);
    }
    return user;
  }

  private static Map<String, Long> counts(Connection connection, String id) throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    Sql.query(
        connection,
        row -> counts.put(row.getString(1), row.getLong(2)),
        "SELECT counter, n FROM session_counts WHERE id = ?",
        id);
    return counts;
  }

  private final class Open extends Draft {
    private final Optional<String> id;

    private Open(Optional<String> id, String user, Map<String, Long> counts) {
      super(Optional.of(user).filter(name -> !name.isEmpty()), counts);
      this.id = id;
    }

    @Override
    public Optional<String> save() throws Ended {
      if (wish() == Wish.KEEP && added().isEmpty()) {
        return Optional.empty();
      }
      return with(connection -> Sql.inTransaction(connection, this::written))
          .orElseThrow(Ended::new);
    }

    /** What the browser is to keep, or nothing when the session has ended. */
    private Optional<Optional<String>> written(Connection connection) throws SQLException {
      Optional<String> before =
          id.isEmpty() ? id : live(connection, id.get(), " FOR UPDATE"); // other saves wait
      if (id.isPresent() && before.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          switch (wish()) {
            case KEEP ->
                id.isPresent() ? kept(connection, id.get(), Optional.empty()) : started(connection);
            case LOG_IN -> {
              boolean own = before.filter(b -> b.isEmpty() || b.equals(user().get())).isPresent();
              yield own ? renamed(connection) : replaced(connection);
            }
            case LOG_OUT -> end(connection, "DELETE FROM sessions WHERE id = ?", id);
            case LOG_OUT_EVERYWHERE ->
                end(connection, "DELETE FROM sessions WHERE user = ?", user());
          });
    }

    /** The cart of the one is not the cart of the other. */
    private Optional<String> replaced(Connection connection) throws SQLException {
      if (id.isPresent()) {
        Sql.change(connection, "DELETE FROM sessions WHERE id = ?", id.get());
      }
      return started(connection);
    }

    private Optional<String> started(Connection connection) throws SQLException {
      String fresh = Ids.next();
      long now = clockMillis.getAsLong();
      Sql.change(
          connection, "INSERT INTO sessions VALUES (?, ?, ?)", fresh, user().orElse(""), now);
      return kept(connection, fresh, Optional.of(fresh));
    }

    private Optional<String> renamed(Connection connection) throws SQLException {
      String fresh = Ids.next();
      String rename = "UPDATE sessions SET id = ?, user = ? WHERE id = ?";
      Sql.change(connection, rename, fresh, user().orElseThrow(), id.orElseThrow());
      return kept(connection, fresh, Optional.of(fresh));
    }

    private Optional<String> kept(Connection connection, String name, Optional<String> cookie)
        throws SQLException {
      for (Map.Entry<String, Long> add : added().entrySet()) {
        String sum =
            "INSERT INTO session_counts VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE n = n + ?";
        Sql.change(connection, sum, name, add.getKey(), add.getValue(), add.getValue());
      }
      become(user(), TableSessions.counts(connection, name));
      return cookie;
    }

    private Optional<String> end(Connection connection, String delete, Optional<String> whose)
        throws SQLException {
      if (whose.isPresent()) {
        Sql.change(connection, delete, whose.get());
      }
      return ended();
    }
  }
}

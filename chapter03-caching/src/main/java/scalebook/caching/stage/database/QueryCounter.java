package scalebook.caching.stage.database;

import java.sql.Connection;
import java.sql.SQLException;
import scalebook.engines.MySql;
import scalebook.engines.Sql;

/**
 * How many SELECTs a database server runs, as it counts them itself. On a connection of its own,
 * since opening one is a SELECT, too.
 */
public final class QueryCounter implements AutoCloseable {
  private final Connection connection;
  private long seen;

  public QueryCounter(MySql database) throws SQLException {
    this.connection = database.connect();
    this.seen = now();
  }

  private long now() throws SQLException {
    String sql = "SHOW GLOBAL STATUS LIKE 'Com_select'";
    return Sql.first(connection, row -> row.getLong(2), sql).orElseThrow();
  }

  /** Since the last time that somebody asked. */
  public long since() throws SQLException {
    long before = seen;
    seen = now();
    return seen - before;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

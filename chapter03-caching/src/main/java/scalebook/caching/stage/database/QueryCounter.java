package scalebook.caching.stage.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import scalebook.engines.MySql;

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
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Com_select'")) {
      row.next();
      return row.getLong(2);
    }
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

package scalebook.microservices.stage.scaling;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import scalebook.engines.MySql;
import scalebook.engines.Sql;

/**
 * Connections that somebody holds, as many as the database had left, and as many calls at once.
 * Shared by all, as a proxy before the database is, it is admission control.
 */
final class Door implements AutoCloseable {
  static final int QUERY_MILLIS = 20;
  private static final int TOO_MANY_CONNECTIONS = 1_040;

  private final Queue<Connection> free = new ConcurrentLinkedQueue<>();

  Door(MySql database, int wanted) throws SQLException {
    try {
      for (int i = 0; i < wanted; i++) {
        free.add(database.connect());
      }
    } catch (SQLException full) {
      if (full.getErrorCode() != TOO_MANY_CONNECTIONS) {
        throw full;
      }
    }
  }

  /** What a request needs; nothing when no connection is free: nobody waits here. */
  Optional<String> query() throws SQLException {
    Connection one = free.poll();
    if (one == null) {
      return Optional.empty();
    }
    Sql.run(one, "DO SLEEP(" + QUERY_MILLIS / 1e3 + ")");
    free.add(one);
    return Optional.of("done");
  }

  @Override
  public void close() throws SQLException {
    for (Connection one : free) {
      one.close();
    }
  }
}

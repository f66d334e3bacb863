package scalebook.replication.stage.versus;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.replication.stage.Writers;

/** A client that knows all nodes, as drivers do: it leaves one that fails a write for the next. */
final class Switching implements AutoCloseable {
  static final String TABLE =
      "CREATE TABLE entries (id BIGINT PRIMARY KEY, account INT, cents BIGINT)";
  private static final long PAUSE_NANOS = 20_000_000;

  private final List<Node> nodes;
  private final AtomicInteger current = new AtomicInteger();
  private final ThreadLocal<Open> mine = new ThreadLocal<>();
  private final Queue<Open> all = new ConcurrentLinkedQueue<>();

  /** Makes one attempt. */
  interface Node {
    Connection connect() throws SQLException;
  }

  private record Open(int node, Connection connection) {}

  /** All begin with the first one. */
  Switching(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  void write(long id) throws SQLException {
    int node = current.get();
    try {
      Open open = mine.get();
      if (open == null || open.node != node) {
        open = new Open(node, nodes.get(node).connect());
        all.add(open);
        mine.set(open);
      }
      Writers.insert(open.connection, id, 0);
    } catch (SQLException e) {
      close(mine.get());
      mine.remove();
      current.compareAndSet(node, (node + 1) % nodes.size()); // somebody else may have moved on
      LockSupport.parkNanos(PAUSE_NANOS);
      throw e;
    }
  }

  /** All that is there, at the node that takes the writes now. */
  Set<Long> written() throws SQLException {
    try (Connection connection = nodes.get(current.get()).connect()) {
      return ids(connection);
    }
  }

  static Set<Long> ids(Connection connection) throws SQLException {
    return new HashSet<>(Sql.query(connection, row -> row.getLong(1), "SELECT id FROM entries"));
  }

  private void close(Open failed) {
    if (failed != null) {
      all.remove(failed);
      try {
        failed.connection.close();
      } catch (SQLException gone) {
        // Its server is.
      }
    }
  }

  @Override
  public void close() {
    all.forEach(this::close);
  }
}

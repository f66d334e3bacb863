package scalebook.replication.router;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;

/**
 * Connections to one primary in one epoch, through its gate: when it ends they are closed, and no
 * connection to an old primary is used again. Readers come through the gate, too: without a lease
 * it does not know how old its rows are.
 */
record EpochPool(
    long epoch,
    String name,
    HikariDataSource pool,
    HikariDataSource reads,
    Map<Connection, Long> writes) {
  private static final long RETIRE_MILLIS = 5_000;
  private static final long HANGS_MILLIS = 800;

  EpochPool(long epoch, String name, HikariDataSource pool, HikariDataSource reads) {
    this(epoch, name, pool, reads, new ConcurrentHashMap<>());
  }

  /** Work on a connection of this pool, which is given back. */
  <T> T write(Connection connection, Sql.Work<T> work) throws SQLException {
    writes.put(connection, System.nanoTime());
    try (connection) {
      return work.on(connection);
    } finally {
      writes.remove(connection);
    }
  }

  /**
   * Lets go of an old primary. A pool that is closed tears its connections out of their users'
   * hands, and a clear no that is just coming back would be lost: so those who write get a little
   * time, but nobody waits for one that hangs.
   */
  void retire() {
    long deadline = System.nanoTime() + RETIRE_MILLIS * 1_000_000;
    while (pool.getHikariPoolMXBean().getActiveConnections() > 0
        && System.nanoTime() - deadline < 0
        && !hangs()) {
      LockSupport.parkNanos(5_000_000);
    }
    close();
  }

  void close() {
    pool.close();
    reads.close();
  }

  private boolean hangs() {
    long now = System.nanoTime();
    return writes.values().stream().anyMatch(began -> now - began > HANGS_MILLIS * 1_000_000);
  }
}

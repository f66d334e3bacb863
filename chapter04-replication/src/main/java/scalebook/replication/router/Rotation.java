package scalebook.replication.router;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.replication.database.Schema;

/**
 * Copies that are not too far behind. By the heartbeat: what a replica itself says is zero when it
 * is cut off.
 */
final class Rotation implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final long mostLagMillis;
  private final Set<String> near = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Rotation(Map<String, HikariDataSource> copies, long mostLagMillis) {
    this.mostLagMillis = mostLagMillis;
    copies.forEach((name, pool) -> Tasks.daemon("lag-" + name, () -> look(name, pool)).start());
  }

  private void look(String name, HikariDataSource pool) {
    while (!closed) {
      try (Connection connection = pool.getConnection()) {
        long lag = Schema.lagMillis(connection);
        if (lag >= 0 && lag <= mostLagMillis) {
          near.add(name);
        } else {
          near.remove(name);
        }
      } catch (SQLException away) {
        near.remove(name);
      }
      LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
    }
  }

  /** Until it answers again. */
  void isAway(String name) {
    near.remove(name);
  }

  List<String> without(String primary) {
    return near.stream().filter(name -> !name.equals(primary)).sorted().toList();
  }

  @Override
  public void close() {
    closed = true;
  }
}

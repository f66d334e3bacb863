package scalebook.replication.router;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Replication;
import scalebook.engines.process.Tasks;
import scalebook.replication.database.Database;
import scalebook.replication.database.Schema;

/**
 * Copies that are not too far behind. By the heartbeat: what a replica itself says is zero when it
 * is cut off.
 */
final class Rotation implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final Replication dialect;
  private final Policy policy;
  private final Set<String> near = ConcurrentHashMap.newKeySet();
  private final Set<String> answering = ConcurrentHashMap.newKeySet();
  private volatile HikariDataSource primary;
  private volatile boolean primaryAnswers;
  private volatile boolean closed;

  Rotation(Map<String, HikariDataSource> copies, Replication dialect, Policy policy) {
    this.dialect = dialect;
    this.policy = policy;
    copies.forEach((name, pool) -> Tasks.daemon("lag-" + name, () -> look(name, pool)).start());
  }

  private void look(String name, HikariDataSource pool) {
    while (!closed) {
      try (Connection connection = pool.getConnection()) {
        long lag = lagMillis(connection);
        answering.add(name);
        if (lag >= 0 && lag <= policy.mostLagMillis()) {
          near.add(name);
        } else {
          near.remove(name);
        }
      } catch (SQLException away) {
        isAway(name);
      }
      LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
    }
  }

  private long lagMillis(Connection connection) throws SQLException {
    return policy.byHeartbeat()
        ? Schema.lagMillis(connection)
        : Database.saysBehindMillis(connection, dialect);
  }

  /** From now on it is looked whether this one answers, by the way that readers take. */
  synchronized void isPrimary(HikariDataSource reads) {
    boolean first = primary == null;
    primary = reads;
    primaryAnswers = true; // until it does not
    if (first) {
      Tasks.daemon("primary-answers", this::lookAtPrimary).start();
    }
  }

  private void lookAtPrimary() {
    while (!closed) {
      HikariDataSource looked = primary;
      boolean answers;
      try (Connection connection = looked.getConnection()) {
        answers = connection.isValid(1);
      } catch (SQLException away) {
        answers = false;
      }
      synchronized (this) {
        primaryAnswers = looked == primary ? answers : primaryAnswers;
      }
      LockSupport.parkNanos(LOOK_MILLIS * 1_000_000);
    }
  }

  boolean primaryAnswers() {
    return primaryAnswers;
  }

  /** However far behind. */
  List<String> answering() {
    return List.copyOf(answering);
  }

  /** Until it answers again. */
  void isAway(String name) {
    near.remove(name);
    answering.remove(name);
  }

  List<String> without(String primary) {
    return near.stream().filter(name -> !name.equals(primary)).sorted().toList();
  }

  @Override
  public void close() {
    closed = true;
  }
}

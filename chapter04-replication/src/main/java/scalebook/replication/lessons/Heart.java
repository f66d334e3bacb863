package scalebook.replication.lessons;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.process.Tasks;
import scalebook.replication.router.Router;
import scalebook.replication.topology.Topology;

/** Beats for a primary that has no agent yet: in the first four lessons an operator does it all. */
final class Heart implements AutoCloseable {
  private static final long BEAT_NANOS = 40_000_000;
  private static final long AWAIT_NANOS = 20_000_000_000L;

  private final Topology topology;
  private final String primary;
  private final Thread thread = Tasks.daemon("heart", this::beat);
  private volatile boolean closed;

  private Heart(Topology topology, String primary) {
    this.topology = topology;
    this.primary = primary;
  }

  static Heart of(Topology topology, String primary) {
    Heart heart = new Heart(topology, primary);
    heart.thread.start();
    return heart;
  }

  private void beat() {
    try (Connection connection = topology.server(primary).connect();
        Statement statement = connection.createStatement()) {
      while (!closed) {
        statement.executeUpdate(
            "INSERT INTO heartbeat (one, at) VALUES (1, NOW(6)) ON DUPLICATE KEY UPDATE at = NOW(6)");
        LockSupport.parkNanos(BEAT_NANOS);
      }
    } catch (SQLException primaryIsGone) {
      // So is its heart.
    }
  }

  /** Waits until the router asks so many replicas. */
  void awaitRotation(Router router, int replicas) {
    long deadline = System.nanoTime() + AWAIT_NANOS;
    while (router.rotation().size() != replicas) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("in rotation: " + router.rotation());
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    thread.join(2_000);
  }
}

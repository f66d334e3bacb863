package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.replication.database.Schema;
import scalebook.replication.router.Router;

/** Beats for a primary that has no agent yet: in the first four lessons an operator does it all. */
public final class Heart implements AutoCloseable {
  private static final long BEAT_NANOS = 40_000_000;
  private static final long AWAIT_NANOS = 20_000_000_000L;

  private volatile boolean closed;

  /** On the node that the router takes for the primary. */
  public Heart(Topology topology, Router router) {
    Tasks.daemon("heart", () -> beat(topology, router)).start();
  }

  private void beat(Topology topology, Router router) {
    while (!closed) {
      try (Connection connection = topology.server(router.primaryName()).connect()) {
        Sql.run(connection, Schema.BEAT);
      } catch (SQLException away) {
        // The next beat comes soon.
      }
      LockSupport.parkNanos(BEAT_NANOS);
    }
  }

  /** Waits until this number of replicas is in rotation. */
  public static void awaitRotation(Router router, int replicas) {
    Waiting.until(
        AWAIT_NANOS,
        () -> router.rotation().size() == replicas,
        () -> "in rotation: " + router.rotation());
  }

  @Override
  public void close() {
    closed = true;
  }
}

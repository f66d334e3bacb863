package scalebook.replication.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.replication.topology.Topology;

/** A router and the three databases behind it, with an operator by hand. */
@ExtendWith(WithLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1200)
abstract class OperatedByHand {
  static final int CLIENTS = 8;

  Topology topology;
  Router router;
  private volatile boolean over;

  @BeforeAll
  void open(Lab lab) throws Exception {
    topology = Topology.open(lab, CLIENTS, 0);
    router = topology.router(1_500).patience(1_500);
    router.primary(1, "db1");
    Tasks.daemon("heart", this::beat).start();
    awaitRotation(2);
  }

  @AfterAll
  void close() {
    over = true;
    router.close();
    topology.close();
  }

  private void beat() {
    while (!over) {
      try (Connection connection = topology.server(router.primaryName()).connect();
          Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "INSERT INTO heartbeat (one, at) VALUES (1, NOW(6)) ON DUPLICATE KEY UPDATE at = NOW(6)");
      } catch (SQLException away) {
        // The next beat comes soon.
      }
      LockSupport.parkNanos(30_000_000);
    }
  }

  void awaitRotation(int replicas) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (router.rotation().size() != replicas) {
      assertThat(System.nanoTime()).as("in rotation: %s", router.rotation()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}

package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;
import scalebook.replication.node.Node;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;

/** What readers see of a primary that is cut off, and of one that dies. */
@ExtendWith(WithLab.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
@Timeout(120)
class DeposedPrimaryTest {
  private static final long BOUND_NANOS = 20_000_000_000L;
  private static final long READS = 200;

  /** Who waits for a connection to one that is away waits 400 ms. */
  private static final long MOST_MILLIS = 350;

  private static long server(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT @@server_id");
  }

  private static long readAtPrimary(Router router) throws SQLException {
    return router.session(Reads.PRIMARY).read(c -> Accounts.balance(c, 1));
  }

  @Test
  void aPrimaryWithoutALeaseServesNoReads(Lab lab) throws Exception {
    try (Cluster cluster = Cluster.open(lab, false, 2, 120)) {
      String old = cluster.primary();
      long oldServer = cluster.topology().read(old, DeposedPrimaryTest::server);
      long epoch = cluster.router().epoch();
      try (Router stays = cluster.clientOf(old, epoch).patience(1_000)) {
        assertThat(readAtPrimary(stays)).isEqualTo(120);
        cluster.network().isolate(old);
        Waiting.until(
            BOUND_NANOS, () -> cluster.router().epoch() > epoch, () -> "" + cluster.told());
        assertThat(
                await().until(cluster::statuses, all -> all.size() == 3).stream()
                    .filter(s -> s.role() == Node.Role.PRIMARY))
            .as("primaries by their own word")
            .hasSize(1);
        assertThatThrownBy(() -> readAtPrimary(stays))
            .as("who knows only the old primary")
            .isInstanceOf(SQLException.class);
        Waiting.until(
            BOUND_NANOS,
            () -> !cluster.router().rotation().contains(old),
            () -> "its heartbeat says that it is near: " + cluster.router().rotation());
        for (int i = 0; i < READS; i++) {
          long answered = cluster.router().read(DeposedPrimaryTest::server);
          assertThat(answered).as("who answered").isNotEqualTo(oldServer);
        }
      }
      cluster.network().heal();
      cluster.awaitHealthy();
    }
  }

  @Test
  void readsGoOnWhileAPrimaryIsReplaced(Lab lab) throws Exception {
    try (Cluster cluster = Cluster.open(lab, true, 2, 120)) {
      long epoch = cluster.router().epoch();
      String old = cluster.primary();
      Queue<Long> slow = new ConcurrentLinkedQueue<>();
      try (Standstill machine = Standstill.start();
          Load load =
              Load.closed(
                  6,
                  Long.MAX_VALUE,
                  number -> {
                    long epochThen = cluster.router().epoch();
                    long began = System.nanoTime();
                    cluster.router().read(c -> Accounts.balance(c, 1));
                    long millis = (System.nanoTime() - began) / 1_000_000;
                    boolean change = cluster.router().epoch() > epochThen; // connects anew
                    if (!change && millis > MOST_MILLIS + machine.longestMillis()) {
                      slow.add(millis);
                    }
                    LockSupport.parkNanos(2_000_000);
                  })) {
        Waiting.until(BOUND_NANOS, () -> load.ledger().sentCount() > READS, () -> "no reads");
        cluster.kill(old);
        Waiting.until(
            BOUND_NANOS, () -> cluster.router().epoch() > epoch, () -> "" + cluster.told());
        assertThat(load.stop().failedCount()).as("failed reads").isZero();
      }
      assertThat(slow).as("reads that waited, in milliseconds").isEmpty();
      cluster.start(old);
      cluster.awaitHealthy();
    }
  }

  @Test
  void aPlannedChangeEndsReadsAtTheOldPrimary(Lab lab) throws Exception {
    try (Cluster cluster = Cluster.open(lab, true, 2, 120)) {
      String old = cluster.primary();
      long epoch = cluster.router().epoch();
      try (Router stays = cluster.clientOf(old, epoch).patience(200)) {
        stays.write(c -> Accounts.add(c, 0, 1)); // it stays connected: its gate lingers for a no
        assertThat(readAtPrimary(stays)).isEqualTo(120);
        cluster.machines().switchover(cluster.replica());
        Waiting.until(
            BOUND_NANOS, () -> cluster.router().epoch() > epoch, () -> "" + cluster.told());
        assertThat(cluster.router().write(c -> Accounts.add(c, 1, 1)).result()).isTrue();
        assertThatThrownBy(() -> readAtPrimary(stays))
            .as("a read of what the new primary has changed")
            .isInstanceOf(SQLException.class);
      }
      cluster.awaitHealthy();
    }
  }
}

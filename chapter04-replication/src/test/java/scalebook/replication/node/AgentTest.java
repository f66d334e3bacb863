package scalebook.replication.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.replication.database.Database;
import scalebook.replication.lease.DurableFile;
import scalebook.replication.lease.Gate;
import scalebook.replication.lease.Quorum;
import scalebook.replication.lease.ThreeKeepers;
import scalebook.replication.stage.Topology;

/** An agent, whose way to its database we stop at will. */
@Timeout(60)
@ExtendWith(WithLab.class)
class AgentTest {
  private static final String PROBE = "probe";

  private final CountDownLatch promoting = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private volatile boolean prepared;
  private volatile boolean broken;
  private volatile long probing;
  @TempDir private Path folder;

  /** The probe's way breaks; whoever promotes stops before he begins. */
  private Connection connect(Topology topology) throws SQLException {
    if (!Thread.currentThread().getName().startsWith(PROBE)) {
      if (prepared) {
        promoting.countDown();
        waitFor(goOn);
      }
      return topology.server("db1").connect();
    }
    if (broken) {
      throw new SQLException("no way to the database");
    }
    Connection connection = topology.server("db1").connect();
    probing =
        probing == 0
            ? Sql.number(connection, "SELECT CONNECTION_ID()")
            : probing; // the first one is kept open
    return connection;
  }

  private static void waitFor(CountDownLatch latch) throws SQLException {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }

  @Test
  void aNodeThatAbandonsItsPromotionDoesNotBecomePrimary(Lab lab) throws Exception {
    try (Topology topology = Topology.open(lab, 1, 0);
        ThreeKeepers keepers = new ThreeKeepers(folder);
        Gate gate = new Gate(0, "127.0.0.1", topology.server("db1").port())) {
      Quorum quorum = keepers.quorum("db1"); // left open: an agent has no end
      Database database = new Database("db1", topology.dialect(), () -> connect(topology));
      Agent agent = new Agent(database, gate, quorum, Map.of(), false, 1_000, epoch());
      agent.start();
      await("it looks at its database").until(() -> agent.status().up());
      FutureTask<Void> promotion = begun(agent);
      assertThat(agent.status().role()).isEqualTo(Node.Role.CANDIDATE);
      broken = true;
      try (Connection connection = topology.server("db1").connect()) {
        Sql.run(connection, "KILL " + probing);
      }
      await("it gives up").until(() -> agent.status().role() == Node.Role.NONE);
      goOn.countDown();
      await("its promotion ends").until(promotion::isDone);
      assertThat(catchThrowable(promotion::get))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(Refused.class)
          .hasMessageContaining("gave up");
      assertThat(agent.status().role()).isEqualTo(Node.Role.NONE);
      assertThat(gate.leftMillis()).isZero();
      assertThat(quorum.look(Node.LEASE).orElseThrow().over()).as("its lease").isTrue();
    }
  }

  private DurableFile epoch() {
    return new DurableFile(folder.resolve("epoch"));
  }

  @Test
  void aRestartedAgentObeysNoOlderEpoch(Lab lab) throws Exception {
    try (Topology topology = Topology.open(lab, 1, 0);
        ThreeKeepers keepers = new ThreeKeepers(folder);
        Gate gate = new Gate(0, "127.0.0.1", topology.server("db1").port())) {
      Database database = topology.database("db1");
      new Agent(database, gate, keepers.quorum("db1"), Map.of(), false, 1_000, epoch()).prepare(7);
      Agent again =
          new Agent(database, gate, keepers.quorum("db1"), Map.of(), false, 1_000, epoch());
      assertThat(again.status().epoch()).isEqualTo(7);
      assertThat(catchThrowable(() -> again.prepare(6)))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("has seen epoch 7");
    }
  }

  /** As a monitor does: keepers that are late have given no lease, and the next epoch is tried. */
  private FutureTask<Void> begun(Agent agent) throws Exception {
    for (long epoch = 2; ; epoch++) {
      long next = epoch;
      prepared = false;
      agent.prepare(next);
      prepared = true;
      FutureTask<Void> promotion = new FutureTask<>(() -> promote(agent, next));
      Tasks.daemon("monitor", promotion).start();
      await("it begins, or says why not")
          .until(() -> promoting.getCount() == 0 || promotion.isDone());
      if (!promotion.isDone()) {
        return promotion;
      }
      assertThat(catchThrowable(promotion::get)).hasMessageContaining("did not get the lease");
    }
  }

  private static Void promote(Agent agent, long epoch) throws Exception {
    agent.promote(epoch);
    return null;
  }
}

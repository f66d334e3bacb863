package scalebook.replication.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.lab.load.Load;
import scalebook.replication.database.Schema;
import scalebook.replication.stage.Accounts;
import scalebook.replication.stage.Clients;

/** What one client sees: never older than what it wrote or saw. */
class SessionTest extends OperatedByHand {
  /** Pairs of a write and two reads; {@code -Dscalebook.pairs=100000} takes ten minutes. */
  private static final int PAIRS = Integer.getInteger("scalebook.pairs", 2_000);

  /** With a token, each may wait for the replica that is behind. */
  private static final int READS = 100;

  @Test
  void noClientMissesWhatItWroteOrSawWhileReplicasLag() throws Exception {
    awaitRotation(2);
    List<String> replicas = router.rotation();
    for (String replica : replicas) {
      topology
          .link(replica, router.primaryName())
          .delay(Duration.ofMillis(replica.equals(replicas.get(0)) ? 1 : 6));
    }
    Clients all;
    try {
      all = Clients.run(router, Reads.OWN, CLIENTS, PAIRS);
    } finally {
      replicas.forEach(replica -> topology.link(replica, router.primaryName()).heal());
    }
    System.out.printf(
        "%,d pairs: %d stale, %.1f %% of the reads at replicas%n",
        PAIRS, all.stale(), all.readsAtReplicas());
    assertThat(all.stale()).as("stale reads").isZero();
    assertThat(all.backwards()).as("backward reads").isZero();
    assertThat(all.readsAtReplicas()).isGreaterThanOrEqualTo(80);
  }

  @Test
  void aClientThatOnlyReadsSeesMonotonicReads() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    topology.link(replicas.get(1), primary).delay(Duration.ofMillis(40)); // one is always behind
    try (Load writer =
        Load.closed(
            1,
            Long.MAX_VALUE,
            number -> router.write(connection -> Accounts.add(connection, 0, 1)))) {
      await("the control, without a token").until(() -> backwards(router.session(Reads.ANY)) > 0);
      assertThat(backwards(router.session(Reads.OWN))).as("with a token").isZero();
      assertThat(writer.stop().failedCount()).isZero();
    } finally {
      topology.link(replicas.get(1), primary).heal();
    }
  }

  private static int backwards(Session session) throws SQLException {
    int backwards = 0;
    long newest = Long.MIN_VALUE;
    for (int i = 0; i < READS; i++) {
      long found = session.read(c -> Accounts.balance(c, 0));
      backwards += found < newest ? 1 : 0;
      newest = Math.max(newest, found);
    }
    return backwards;
  }

  @Test
  void readsAtThePrimaryMoveTheToken() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    replicas.forEach(replica -> topology.link(replica, primary).blackHole());
    try {
      Session session = router.session(Reads.OWN);
      Session other = router.session(Reads.OWN);
      add(session); // no replica will have this
      add(other);
      session.read(c -> Accounts.balance(c, 0));
      assertThat(session.readsAtPrimary()).isEqualTo(1);
      assertThat(session.token())
          .as("it saw the other's write")
          .isGreaterThanOrEqualTo(other.token());
    } finally {
      replicas.forEach(replica -> topology.link(replica, primary).heal());
    }
    awaitRotation(2);
  }

  @Test
  void readsOverAWritersConnectionMoveTheToken() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    topology.awaitEqual(primary); // whatever this pool's connections wrote before is there
    replicas.forEach(replica -> topology.link(replica, primary).blackHole());
    try (Router other = topology.router(60_000).primary(router.epoch(), primary)) {
      other.write(connection -> Accounts.add(connection, 0, 50)); // somebody else
      Session session = router.session(Reads.OWN);
      long saw = session.write(connection -> Accounts.balance(connection, 0));
      long sees = session.read(connection -> Accounts.balance(connection, 0));
      assertThat(sees).as("after %d", saw).isGreaterThanOrEqualTo(saw);
    } finally {
      replicas.forEach(replica -> topology.link(replica, primary).heal());
    }
    awaitRotation(2);
  }

  @Test
  void aReplicaThatDiesWhileAClientWaitsForItCostsNoRead() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    replicas.forEach(replica -> topology.link(replica, primary).blackHole());
    try (Router patient = topology.router(60_000).primary(router.epoch(), primary)) {
      Session session = patient.session(Reads.OWN); // its replicas stay in rotation
      add(session); // no replica will have this
      FutureTask<Void> cut = new FutureTask<>(() -> cutWhoIsWaitedFor(replicas), null);
      Tasks.daemon("cut", cut).start();
      while (!cut.isDone()) {
        session.read(c -> Accounts.balance(c, 0));
      }
      cut.get();
      assertThat(session.readsAtReplicas()).isZero();
    } finally {
      replicas.forEach(replica -> topology.link(replica, primary).heal());
      replicas.forEach(replica -> topology.client(replica).heal());
    }
    awaitRotation(2);
  }

  private void cutWhoIsWaitedFor(List<String> replicas) {
    String waiting = "";
    while (waiting.isEmpty()) {
      waiting = replicas.stream().filter(this::isWaitedFor).findFirst().orElse("");
    }
    topology.client(waiting).cut();
  }

  private boolean isWaitedFor(String replica) {
    try (Connection connection = topology.server(replica).connect()) {
      return Sql.query(
              connection,
              row -> row.getString("User") + " " + row.getString("Info"),
              "SHOW PROCESSLIST")
          .stream()
          .anyMatch(line -> line.startsWith(Schema.READER) && line.contains("WAIT"));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(Session session) throws SQLException {
    session.write(c -> Accounts.add(c, 0, 1));
  }
}

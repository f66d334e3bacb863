package scalebook.replication.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;
import scalebook.replication.database.Rejoin;
import scalebook.replication.database.Schema;
import scalebook.replication.stage.Accounts;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Writers;

/** Whom the router asks, and who refuses. */
class RouterTest extends OperatedByHand {
  @Test
  void aReplicaTooFarBehindIsNotAskedAndComesBack() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    String behind = router.rotation().get(0);
    topology.link(behind, primary).blackHole();
    awaitRotation(1);
    assertThat(router.rotation()).doesNotContain(behind);
    topology.link(behind, primary).heal();
    awaitRotation(2);
  }

  /** Who believes a replica keeps on asking a stuck one; and a read is tried at one copy only. */
  @Test
  void aPolicyChangesWhomTheRouterAsksAndHowOften() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    String stuck = router.rotation().get(0);
    Policy believes = Policy.of(1_500).byHeartbeat(false).attempts(1);
    Policy alone = Policy.of(1_500).reads(Reads.PRIMARY);
    try (Router trusting = topology.router(believes).primary(router.epoch(), primary);
        Router single = topology.router(alone).primary(router.epoch(), primary)) {
      topology.link(stuck, primary).blackHole();
      awaitRotation(1);
      assertThat(trusting.rotation()).as("by its own word it is near").contains(stuck);
      topology.client(primary).cut();
      assertThatThrownBy(() -> single.read(connection -> Accounts.balance(connection, 0)))
          .as("a read of the primary alone")
          .isInstanceOf(SQLException.class);
      AtomicInteger tried = new AtomicInteger();
      assertThatThrownBy(
              () ->
                  trusting.read(
                      connection -> {
                        tried.incrementAndGet();
                        throw new SQLException("away");
                      }))
          .isInstanceOf(SQLException.class);
      assertThat(tried).hasValue(1);
    } finally {
      topology.link(stuck, primary).heal();
      reconnect();
    }
    awaitRotation(2);
  }

  @Test
  void whenThePrimaryIsAwayAnOldAnswerIsBetterThanNone() throws Exception {
    String primary = router.primaryName();
    try (Router strict = topology.router(-1)) { // nobody is ever near enough
      strict.primary(router.epoch(), primary);
      long near = strict.read(connection -> Accounts.balance(connection, 0));
      topology.client(primary).cut();
      long old = strict.read(connection -> Accounts.balance(connection, 0));
      assertThat(old).isLessThanOrEqualTo(near);
    } finally {
      reconnect();
    }
  }

  @Test
  void aWriteOfAnOldEpochIsRefusedByTheDatabaseItself() throws Exception {
    String primary = router.primaryName();
    long epoch = router.epoch();
    try (Router old = topology.router(60_000).patience(300)) {
      old.primary(epoch, primary);
      old.write(connection -> Writers.insert(connection, 1, 1));
      topology.database(primary).promote(epoch + 1, false); // the same node, in another epoch
      assertThatThrownBy(() -> old.write(connection -> Writers.insert(connection, 2, 1)))
          .as("a connection of the last epoch")
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("this epoch is over");
      router.primary(epoch + 1, primary);
      assertThat(router.write(connection -> Writers.insert(connection, 2, 1)).epoch())
          .isEqualTo(epoch + 1);
    }
  }

  @Test
  void aWriterIsRefusedByAReplica() throws Exception {
    awaitRotation(2);
    try (Router astray = topology.router(60_000).patience(200)) {
      astray.primary(router.epoch(), router.rotation().get(0));
      assertThatThrownBy(() -> astray.write(connection -> Writers.insert(connection, 3, 1)))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("read-only");
    }
  }

  @Test
  void whatIsAcknowledgedIsForcedToTheDiskByPrimaryAndReplica() throws Exception {
    String settings =
        "SELECT CONCAT(@@sync_binlog, @@sync_relay_log, @@innodb_flush_log_at_trx_commit)";
    for (String name : Topology.NAMES) {
      String forced = topology.read(name, c -> Sql.query(c, r -> r.getString(1), settings).get(0));
      assertThat(forced).as("%s after each write: binlog, relay log, rows", name).isEqualTo("111");
    }
  }

  @Test
  void aReplicaWithErrantWritesIsCopiedAnewAndTheyAreListed() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    String errant = router.rotation().get(1);
    String winner = router.rotation().get(0);
    topology.link(errant, primary).blackHole();
    Position came = topology.database(errant).stopReceiving().received();
    assertThat(topology.database(winner).await(came, 10_000)).as("no beat is missing").isTrue();
    topology.link(winner, primary).blackHole();
    long epoch = router.epoch();
    for (long id = 100; id < 103; id++) {
      long one = id;
      router.write(
          connection -> Writers.insert(connection, one, 1)); // nobody else will ever have them
    }
    assertThat(topology.database(winner).drain(10_000)).as("all it received is applied").isTrue();
    topology.database(winner).promote(epoch + 1, false);
    router.primary(epoch + 1, winner);
    for (String replica : List.of(winner, errant)) {
      topology.link(replica, primary).heal();
    }
    Rejoin.Joined joined = topology.follow(primary, winner);
    assertThat(joined.rebuilt()).as("copied").isTrue();
    assertThat(joined.extra().size())
        .as("%s", joined.extra())
        .isGreaterThanOrEqualTo(3); // with beats
    String kept =
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND table_name"
            + " LIKE 'entries%'";
    String table =
        topology.read(
            primary, c -> Sql.query(c, row -> row.getString(1), kept, Schema.KEPT).get(0));
    assertThat(
            topology.<List<Long>>read(
                primary, c -> Sql.query(c, row -> row.getLong(1), "SELECT id FROM kept." + table)))
        .as("what nobody else has is not destroyed")
        .containsExactlyInAnyOrder(100L, 101L, 102L);
    Rejoin.Joined other = topology.follow(errant, winner);
    assertThat(other.rebuilt()).as("one with nothing extra follows as it is").isFalse();
    router.write(connection -> Writers.insert(connection, 200, 1));
    assertThat(topology.awaitEqual(winner)).as("all three are the same").isTrue();
    awaitRotation(2);
  }
}

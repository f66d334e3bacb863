package scalebook.replication.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.process.Tasks;
import scalebook.replication.Accounts;
import scalebook.replication.Writers;
import scalebook.replication.topology.Database;
import scalebook.replication.topology.Topology;

/** The router and the databases behind it, with an operator by hand. */
@ExtendWith(WithLab.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1200)
class RouterTest {
  /** Pairs of a write and two reads; {@code -Dscalebook.pairs=100000} takes ten minutes. */
  private static final int PAIRS = Integer.getInteger("scalebook.pairs", 2_000);

  private static final int CLIENTS = 8;

  /** With a token, each may wait for the replica that is behind. */
  private static final int READS = 100;

  private Topology topology;
  private Router router;
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

  private void awaitRotation(int replicas) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (router.rotation().size() != replicas) {
      assertThat(System.nanoTime()).as("in rotation: %s", router.rotation()).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  private record Client(int account, Session session, AtomicLong newest) {}

  @Test
  void noClientMissesWhatItWroteOrSawWhileReplicasLag() throws Exception {
    awaitRotation(2);
    List<String> replicas = router.rotation();
    for (String replica : replicas) {
      topology
          .link(replica, router.primaryName())
          .delay(Duration.ofMillis(replica.equals(replicas.get(0)) ? 1 : 6));
    }
    Queue<Client> idle = new ConcurrentLinkedQueue<>();
    for (int i = 0; i < CLIENTS; i++) {
      idle.add(new Client(i, router.session(Reads.OWN), new AtomicLong(Long.MIN_VALUE)));
    }
    List<Client> all = List.copyOf(idle);
    AtomicLong stale = new AtomicLong();
    try (Load load =
        Load.closed(
            CLIENTS,
            PAIRS,
            number -> {
              Client client = idle.remove();
              try {
                stale.addAndGet(pair(client));
              } finally {
                idle.add(client);
              }
            })) {
      Ledger ledger = load.await();
      assertThat(ledger.failedCount()).as("%s", ledger).isZero();
    } finally {
      replicas.forEach(replica -> topology.link(replica, router.primaryName()).heal());
    }
    long atReplicas = all.stream().mapToLong(c -> c.session().readsAtReplicas()).sum();
    long atPrimary = all.stream().mapToLong(c -> c.session().readsAtPrimary()).sum();
    System.out.printf(
        "%,d pairs: %d stale, %d reads at replicas, %d at the primary%n",
        PAIRS, stale.get(), atReplicas, atPrimary);
    assertThat(stale).as("stale or backward reads").hasValue(0);
    assertThat((double) atReplicas / (atReplicas + atPrimary)).isGreaterThanOrEqualTo(0.8);
  }

  private static long pair(Client client) throws SQLException {
    long wanted;
    try (Connection connection = client.session().getConnection()) {
      connection.setAutoCommit(false);
      Accounts.add(connection, client.account(), 1);
      wanted = Accounts.balance(connection, client.account());
      connection.commit();
    }
    long stale = 0;
    for (int i = 0; i < 2; i++) {
      try (Connection connection = client.session().getConnection()) {
        connection.setReadOnly(true);
        long found = Accounts.balance(connection, client.account());
        stale += found == wanted && found >= client.newest().get() ? 0 : 1;
        client.newest().accumulateAndGet(found, Math::max);
      }
    }
    return stale;
  }

  @Test
  void whoOnlyReadsNeverSeesTimeGoBack() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    topology.link(replicas.get(1), primary).delay(Duration.ofMillis(40)); // one is always behind
    try (Load writer =
        Load.closed(
            1,
            Long.MAX_VALUE,
            number -> router.write(connection -> Accounts.add(connection, 0, 1)))) {
      assertThat(backwards(router.session(Reads.ANY)))
          .as("the control, without a token")
          .isPositive();
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
      try (Connection connection = session.getConnection()) {
        connection.setReadOnly(true);
        long found = Accounts.balance(connection, 0);
        backwards += found < newest ? 1 : 0;
        newest = Math.max(newest, found);
      }
    }
    return backwards;
  }

  @Test
  void whatASessionSawAtThePrimaryCountsToo() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    replicas.forEach(replica -> topology.link(replica, primary).blackHole());
    try {
      Session session = router.session(Reads.OWN);
      Session other = router.session(Reads.OWN);
      add(session); // no replica will have this
      add(other);
      try (Connection connection = session.getConnection()) {
        connection.setReadOnly(true);
        Accounts.balance(connection, 0);
      }
      assertThat(session.readsAtPrimary()).isEqualTo(1);
      assertThat(session.token())
          .as("it saw the other's write")
          .isGreaterThanOrEqualTo(other.token());
    } finally {
      replicas.forEach(replica -> topology.link(replica, primary).heal());
    }
    awaitRotation(2);
  }

  private static void add(Session session) throws SQLException {
    try (Connection connection = session.getConnection()) {
      Accounts.add(connection, 0, 1);
    }
  }

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
      topology.client(primary).heal();
    }
  }

  @Test
  void aWriteOfAnOldEpochIsRefusedByTheDatabaseItself() throws Exception {
    String primary = router.primaryName();
    long epoch = router.epoch();
    try (Router old = topology.router(60_000).patience(300)) {
      old.primary(epoch, primary);
      old.write(connection -> Writers.insert(connection, 1, 1));
      topology.promote(primary, epoch + 1, false); // the same node, in another epoch
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
  void whoHasWritesOfItsOwnIsCopiedAnewAndTheyAreListed() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    String errant = router.rotation().get(1);
    String winner = router.rotation().get(0);
    for (String replica : List.of(winner, errant)) {
      topology.link(replica, primary).blackHole();
    }
    long epoch = router.epoch();
    for (long id = 100; id < 103; id++) {
      long one = id;
      router.write(
          connection -> Writers.insert(connection, one, 1)); // nobody else will ever have them
    }
    topology.database(winner).stopReceiving();
    topology.database(errant).stopReceiving();
    topology.promote(winner, epoch + 1, false);
    router.primary(epoch + 1, winner);
    for (String replica : List.of(winner, errant)) {
      topology.link(replica, primary).heal();
    }
    Database.Joined joined = topology.follow(primary, winner);
    assertThat(joined.rebuilt()).as("copied").isTrue();
    assertThat(joined.extra().size())
        .as("%s", joined.extra())
        .isGreaterThanOrEqualTo(3); // with beats
    Database.Joined other = topology.follow(errant, winner);
    assertThat(other.rebuilt()).as("one with nothing extra follows as it is").isFalse();
    router.write(connection -> Writers.insert(connection, 200, 1));
    assertThat(topology.awaitEqual(winner)).as("all three are the same").isTrue();
    awaitRotation(2);
  }
}

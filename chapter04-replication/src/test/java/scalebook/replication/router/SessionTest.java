package scalebook.replication.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import scalebook.engines.process.Tasks;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.replication.Accounts;
import scalebook.replication.topology.Schema;

/** What one client sees: never older than what it wrote or saw. */
class SessionTest extends OperatedByHand {
  /** Pairs of a write and two reads; {@code -Dscalebook.pairs=100000} takes ten minutes. */
  private static final int PAIRS = Integer.getInteger("scalebook.pairs", 2_000);

  /** With a token, each may wait for the replica that is behind. */
  private static final int READS = 100;

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

  @Test
  void aReplicaThatDiesWhileAClientWaitsForItCostsNoRead() throws Exception {
    awaitRotation(2);
    String primary = router.primaryName();
    List<String> replicas = router.rotation();
    replicas.forEach(replica -> topology.link(replica, primary).blackHole());
    try {
      Session session = router.session(Reads.OWN);
      add(session); // no replica will have this
      FutureTask<Void> cut = new FutureTask<>(() -> cutWhoIsWaitedFor(replicas), null);
      Tasks.daemon("cut", cut).start();
      while (!cut.isDone()) {
        try (Connection connection = session.getConnection()) {
          connection.setReadOnly(true);
          Accounts.balance(connection, 0);
        }
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
    boolean found = false;
    try (Connection connection = topology.server(replica).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW PROCESSLIST")) {
      while (row.next()) {
        String what = row.getString("Info");
        found |=
            row.getString("User").equals(Schema.READER) && what != null && what.contains("WAIT");
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  private static void add(Session session) throws SQLException {
    try (Connection connection = session.getConnection()) {
      Accounts.add(connection, 0, 1);
    }
  }
}

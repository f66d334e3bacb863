package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import scalebook.replication.node.Node;

/** What happens to a cluster under load, by name. */
final class Faults {
  private static final int WRITES = 80;

  private Faults() {}

  /** What is done to whom, and how it is shown that it happened. */
  interface Fault {
    /** Breaks and mends; returns the epoch's expected change: whether there must be a new one. */
    boolean happen(Cluster cluster, Writers writers, long epoch) throws Exception;
  }

  /**
   * @param usual taken also when there is little time
   */
  record Named(String name, boolean usual, Fault fault) {}

  static final List<Named> ALL =
      List.of(
          new Named(
              "kill -9 of the primary",
              true,
              (cluster, writers, epoch) -> {
                String primary = cluster.primary();
                cluster.kill(primary);
                awaitEpoch(cluster, writers, epoch);
                assertThat(cluster.status(primary)).as("the dead one").isEmpty();
                cluster.start(primary);
                return true;
              }),
          new Named(
              "primary paused, then resumed",
              true,
              (cluster, writers, epoch) -> {
                String primary = cluster.primary();
                cluster.pause(primary);
                awaitEpoch(cluster, writers, epoch);
                assertThat(cluster.status(primary)).as("the paused one").isEmpty();
                cluster.resume(primary);
                return true;
              }),
          new Named(
              "primary cut off, clients reach it",
              true,
              (cluster, writers, epoch) -> {
                String primary = cluster.primary();
                cluster.network().isolate(primary);
                awaitEpoch(cluster, writers, epoch);
                Node.Status old =
                    await().until(() -> cluster.status(primary), Optional::isPresent).orElseThrow();
                assertThat(old.leftMillis()).as("lease of the one cut off").isZero();
                cluster.network().heal();
                return true;
              }),
          new Named(
              "replica cut off",
              false,
              (cluster, writers, epoch) -> {
                String replica = cluster.replica();
                cluster.network().isolate(replica);
                awaitLag(cluster, replica);
                writers.awaitMore(WRITES);
                cluster.network().heal();
                return false;
              }),
          new Named(
              "stuck receiver",
              false,
              (cluster, writers, epoch) -> {
                String replica = cluster.replica();
                cluster.topology().link(replica, cluster.primary()).blackHole();
                awaitLag(cluster, replica);
                writers.awaitMore(WRITES);
                cluster.topology().link(replica, cluster.primary()).heal();
                return false;
              }),
          new Named(
              "lagging applier, other receiver stuck, primary killed",
              true,
              Faults::laggingApplier),
          new Named(
              "primary and the only one that acknowledged killed, that one returns",
              true,
              Faults::acknowledgedByTheDead),
          new Named(
              "monitor killed in mid-failover",
              false,
              (cluster, writers, epoch) -> {
                String primary = cluster.primary();
                cluster.machines().crashMonitorsAt("after-prepare");
                cluster.kill(primary);
                awaitDeadMonitor(cluster);
                cluster.machines().restartMonitors();
                awaitEpoch(cluster, writers, epoch);
                cluster.start(primary);
                return true;
              }),
          new Named(
              "old primary returns at once",
              false,
              (cluster, writers, epoch) -> {
                String primary = cluster.primary();
                cluster.kill(primary);
                cluster.start(primary);
                awaitEpoch(cluster, writers, epoch);
                return true;
              }),
          new Named(
              "primary's link comes and goes",
              false,
              (cluster, writers, epoch) -> {
                String old = cluster.primary();
                cluster.network().isolate(old);
                awaitEpoch(cluster, writers, epoch);
                cluster.network().heal();
                writers.awaitMore(WRITES);
                String winner = cluster.primary();
                long won = cluster.router().epoch();
                for (int i = 0; i < 4; i++) {
                  cluster.network().isolate(old);
                  LockSupport.parkNanos(1_500_000_000); // longer than a lease
                  cluster.network().heal();
                  LockSupport.parkNanos(500_000_000);
                }
                assertThat(cluster.router().epoch()).as("nobody fails back").isEqualTo(won);
                assertThat(cluster.primary()).isEqualTo(winner);
                return true;
              }),
          new Named(
              "planned switchover",
              true,
              (cluster, writers, epoch) -> {
                String to = cluster.replica();
                assertThat(cluster.machines().switchover(to)).contains("gave way to " + to);
                awaitEpoch(cluster, writers, epoch);
                String given = "epoch \\d+ is " + to + "'s.*";
                until(
                    10,
                    () -> cluster.told().stream().anyMatch(line -> line.matches(given)),
                    "an epoch of " + to);
                return true;
              }));

  /**
   * db A has received everything and applies nothing; db B applies all and receives nothing more.
   * Then the primary dies. Who chooses by what is applied loses what A alone has received.
   */
  private static boolean laggingApplier(Cluster cluster, Writers writers, long epoch)
      throws Exception {
    String primary = cluster.primary();
    List<String> others = Topology.others(primary);
    String applies = others.get(0);
    String receives = others.get(1);
    try (Connection blocker = cluster.topology().server(receives).connect();
        Statement lock = blocker.createStatement()) {
      lock.execute("LOCK TABLES entries READ");
      cluster.topology().link(applies, primary).blackHole();
      writers.awaitMore(WRITES / 2);
      cluster.kill(primary);
      awaitCandidate(cluster, receives);
      LockSupport.parkNanos(200_000_000); // it has the epoch, and its applier still stands
      assertThat(cluster.router().epoch())
          .as("nobody begins before he has applied everything")
          .isEqualTo(epoch);
      lock.execute("UNLOCK TABLES");
    }
    awaitEpoch(cluster, writers, epoch);
    assertThat(cluster.primary()).as("who received most").isEqualTo(receives);
    cluster.network().heal();
    cluster.start(primary);
    return true;
  }

  /**
   * db A acknowledges, and applies nothing; db B receives nothing. The primary and A die, and A
   * comes back with its disk: what it acknowledged must be on it.
   */
  private static boolean acknowledgedByTheDead(Cluster cluster, Writers writers, long epoch)
      throws Exception {
    String primary = cluster.primary();
    String stuck = Topology.others(primary).get(0);
    String acknowledges = Topology.others(primary).get(1);
    try (Connection blocker = cluster.topology().server(acknowledges).connect();
        Statement lock = blocker.createStatement()) {
      lock.execute("LOCK TABLES entries READ");
      cluster.topology().link(stuck, primary).blackHole();
      writers.awaitMore(WRITES);
      cluster.kill(primary);
      cluster.kill(acknowledges);
    }
    cluster.start(acknowledges);
    awaitEpoch(cluster, writers, epoch);
    cluster.network().heal();
    cluster.start(primary);
    return true;
  }

  private static void until(long seconds, BooleanSupplier so, String otherwise) {
    Waiting.until(seconds * 1_000_000_000L, so, () -> "not within the time: " + otherwise);
  }

  private static void awaitCandidate(Cluster cluster, String name) {
    until(
        20,
        () -> cluster.status(name).filter(s -> s.role() == Node.Role.CANDIDATE).isPresent(),
        name + " is chosen");
  }

  /** An answer of a newer epoch than that. */
  private static void awaitEpoch(Cluster cluster, Writers writers, long epoch) {
    until(20, () -> writers.newestEpoch() > epoch, "a new epoch, of " + cluster.told());
  }

  private static void awaitDeadMonitor(Cluster cluster) {
    until(10, () -> cluster.machines().deadMonitors() > 0, "a monitor that ends");
  }

  /** Its heartbeat grows old: nothing arrives there. */
  private static void awaitLag(Cluster cluster, String name) {
    until(
        10,
        () -> cluster.status(name).map(Node.Status::lagMillis).orElse(0L) >= 400,
        name + " falls behind");
  }
}

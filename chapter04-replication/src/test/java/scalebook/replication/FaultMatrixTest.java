package scalebook.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.Thorough;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.load.Ledger;
import scalebook.replication.node.Message;
import scalebook.replication.topology.Topology;

/**
 * Every fault under load, with and without a replica's acknowledgement: what was lost, and who
 * acknowledged when. {@code -Dscalebook.full=true} takes all of them, and {@code
 * -Dscalebook.rounds=4} each four times.
 */
@ExtendWith(WithLab.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class FaultMatrixTest {
  private static final int ROUNDS = Integer.getInteger("scalebook.rounds", 1);
  private static final int WRITES = 80;

  private long firstId = 1;
  private final List<String> rows = new ArrayList<>();

  /** What is done to whom, and how it is shown that it happened. */
  private interface Fault {
    /** Breaks and mends; returns the epoch's expected change: whether there must be a new one. */
    boolean happen(Cluster cluster, Writers writers, long epoch) throws Exception;
  }

  /**
   * @param usual taken also when there is little time
   */
  private record Named(String name, boolean usual, Fault fault) {}

  private static final List<Named> FAULTS =
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
                cluster.isolate(primary);
                awaitEpoch(cluster, writers, epoch);
                Message old = cluster.status(primary).orElseThrow();
                assertThat(old.number("left")).as("lease of the one cut off").isZero();
                cluster.heal();
                return true;
              }),
          new Named(
              "replica cut off",
              false,
              (cluster, writers, epoch) -> {
                String replica = cluster.replica();
                cluster.isolate(replica);
                awaitLag(cluster, replica);
                writers.awaitMore(WRITES);
                cluster.heal();
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
              FaultMatrixTest::laggingApplier),
          new Named(
              "monitor killed in mid-failover",
              false,
              (cluster, writers, epoch) -> {
                String primary = cluster.primary();
                cluster.crashMonitorsAt("after-prepare");
                cluster.kill(primary);
                awaitDeadMonitor(cluster);
                cluster.restartMonitors();
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
                cluster.isolate(old);
                awaitEpoch(cluster, writers, epoch);
                cluster.heal();
                writers.awaitMore(WRITES);
                String winner = cluster.primary();
                long won = cluster.router().epoch();
                for (int i = 0; i < 4; i++) {
                  cluster.isolate(old);
                  LockSupport.parkNanos(1_500_000_000); // longer than a lease
                  cluster.heal();
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
                assertThat(cluster.switchover(to)).contains("gave way to " + to);
                awaitEpoch(cluster, writers, epoch);
                assertThat(cluster.primary()).isEqualTo(to);
                return true;
              }));

  /**
   * db A has received everything and applies nothing; db B applies all and receives nothing more.
   * Then the primary dies. Who chooses by what is applied loses what A alone has received.
   */
  private static boolean laggingApplier(Cluster cluster, Writers writers, long epoch)
      throws Exception {
    String primary = cluster.primary();
    List<String> others = Topology.NAMES.stream().filter(name -> !name.equals(primary)).toList();
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
    cluster.heal();
    cluster.start(primary);
    return true;
  }

  private static void awaitCandidate(Cluster cluster, String name) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (cluster.status(name).filter(s -> s.get("role").equals("CANDIDATE")).isEmpty()) {
      assertThat(System.nanoTime()).as("%s is chosen", name).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** An answer of a newer epoch than that. */
  private static void awaitEpoch(Cluster cluster, Writers writers, long epoch) {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (writers.newestEpoch() <= epoch) {
      assertThat(System.nanoTime()).as("a new epoch, of %s", cluster.told()).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static void awaitDeadMonitor(Cluster cluster) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (cluster.deadMonitors() == 0) {
      assertThat(System.nanoTime()).as("a monitor that ends").isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  /** Its heartbeat grows old: nothing arrives there. */
  private static void awaitLag(Cluster cluster, String name) {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (cluster.status(name).map(status -> status.number("lag")).orElse(0L) < 400) {
      assertThat(System.nanoTime()).as("%s falls behind", name).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  @TestFactory
  @Timeout(1500)
  Stream<DynamicTest> semiSynchronous(Lab lab) throws Exception {
    Cluster cluster = Cluster.open(lab, true, 3, 120);
    return cells(cluster, true);
  }

  @TestFactory
  @Timeout(1500)
  Stream<DynamicTest> asynchronous(Lab lab) throws Exception {
    if (!Thorough.FULL) {
      return Stream.empty(); // lesson 4.4 loses writes in every run
    }
    Cluster cluster = Cluster.open(lab, false, 3, 120);
    return cells(cluster, false);
  }

  private Stream<DynamicTest> cells(Cluster cluster, boolean waits) {
    String mode = waits ? "semi-synchronous" : "asynchronous";
    return Stream.concat(
            FAULTS.stream()
                .filter(fault -> fault.usual() || Thorough.FULL)
                .map(
                    fault ->
                        DynamicTest.dynamicTest(
                            fault.name() + ", " + mode,
                            () -> {
                              for (int i = 0; i < ROUNDS; i++) {
                                cell(cluster, fault, waits);
                              }
                            })),
            Stream.of(
                DynamicTest.dynamicTest(
                    "all of them, " + mode,
                    () -> {
                      rows.forEach(System.out::println);
                      cluster.close();
                    })))
        .onClose(cluster::close);
  }

  private void cell(Cluster cluster, Named fault, boolean waits) throws Exception {
    cluster.awaitHealthy();
    long epoch = cluster.router().epoch();
    try (Writers writers = Writers.start(cluster.router(), firstId)) {
      firstId += 1_000_000;
      writers.awaitMore(WRITES);
      long began = System.nanoTime();
      boolean changed = fault.fault().happen(cluster, writers, epoch);
      writers.awaitMore(WRITES);
      cluster.awaitFollowing();
      Ledger ledger = writers.stop();
      cluster.awaitHealthy();
      Writers.Finding finding = cluster.check(writers);
      rows.add(
          "%-55s %-6s %5d acknowledged %3d in doubt %3d lost %6.0f ms"
              .formatted(
                  fault.name(),
                  waits ? "semi" : "async",
                  finding.acknowledged(),
                  ledger.failedCount(),
                  finding.lost(),
                  changed ? writers.downtimeMillis(began, epoch) : writers.longestPauseMillis()));
      assertThat(cluster.router().epoch() > epoch).as("a new epoch").isEqualTo(changed);
      assertThat(finding.old()).as("answers of an old primary").isZero();
      if (waits) {
        assertThat(finding.lost()).as("acknowledged and lost").isZero();
      }
      if (fault.name().equals("planned switchover")) {
        assertThat(ledger.failedCount()).as("failed writes: %s", ledger).isZero();
        assertThat(finding.lost()).as("lost by a planned change").isZero();
      }
      assertThat(cluster.equal()).as("all three have the same rows").isTrue();
      assertThat(healthyNodes(cluster)).isEqualTo(3);
    }
  }

  private static long healthyNodes(Cluster cluster) {
    return Topology.NAMES.stream()
        .map(cluster::status)
        .flatMap(Optional::stream)
        .filter(status -> status.flag("up"))
        .count();
  }
}

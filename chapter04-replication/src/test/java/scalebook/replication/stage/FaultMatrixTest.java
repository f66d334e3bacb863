package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
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
import scalebook.lab.load.Standstill;
import scalebook.replication.node.Node;

/**
 * Every fault under load, with and without a replica's acknowledgement: what was lost, and who
 * acknowledged when. {@code -Dscalebook.full=true} takes all of them, and {@code
 * -Dscalebook.rounds=4} each four times; {@code -Dscalebook.fault=paused} those of that name.
 */
@ExtendWith(WithLab.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class FaultMatrixTest {
  /** A machine that is not busy comes back much sooner. */
  private static final long STILL_MILLIS = 100;

  private static final int ROUNDS = Integer.getInteger("scalebook.rounds", 1);
  private static final int WRITES = 80;

  private long firstId = 1;
  private final List<String> rows = new ArrayList<>();

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
            Faults.ALL.stream()
                .filter(fault -> fault.usual() || Thorough.FULL)
                .filter(fault -> fault.name().contains(System.getProperty("scalebook.fault", "")))
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

  private void cell(Cluster cluster, Faults.Named fault, boolean waits) throws Exception {
    cluster.awaitHealthy();
    long epoch = cluster.router().epoch();
    int toldBefore = cluster.told().size();
    try (Standstill machine = Standstill.start();
        Writers writers = cluster.writers(firstId)) {
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
        assertThat(finding.lost()).as("lost by a planned change").isZero();
        long still = machine.longestMillis();
        if (still > STILL_MILLIS) { // a lease that lapses cuts its clients off, planned or not
          rows.add(
              "  (the machine stood still for %d ms: who failed says nothing)".formatted(still));
        } else {
          assertThat(ledger.failedCount()).as("failed writes: %s", ledger).isZero();
          assertThat(cluster.router().epoch()).as("no other change").isEqualTo(epoch + 1);
        }
      }
      List<String> told = cluster.told().subList(toldBefore, cluster.told().size());
      if (changed) {
        assertThat(told.stream().filter(line -> line.contains(" follows db")))
            .as("nobody is told twice to follow the same one")
            .doesNotHaveDuplicates();
      }
      assertThat(cluster.equal()).as("all three have the same rows").isTrue();
      assertThat(await().until(cluster::statuses, all -> all.size() == 3))
          .allMatch(Node.Status::up);
    }
  }
}

package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;

/** Two machines died while they were being copied from the third, and then that one, too. */
@ExtendWith(WithLab.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
@Timeout(120)
class OneCopyTest {
  private static final long BOUND_NANOS = 30_000_000_000L;

  /** As a copy does first: from then on it has no vote, until it has all rows. */
  private static void beginsToBeCopied(Cluster cluster, String name) throws Exception {
    try (Connection connection = cluster.topology().server(name).connect()) {
      Sql.run(connection, "SET SESSION sql_log_bin = OFF");
      Sql.run(connection, "DELETE FROM epochs");
    }
  }

  @Test
  void theOnlyWholeCopyBeginsAgainOnceAllHaveAnswered(Lab lab) throws Exception {
    try (Cluster cluster = Cluster.open(lab, true, 2, 120)) {
      String whole = cluster.primary();
      List<String> others = Topology.others(whole);
      Writers.Finding before;
      try (Writers writers = Writers.start(cluster.router())) {
        Waiting.until(BOUND_NANOS, () -> writers.acknowledged() > 50, () -> "no writes");
        writers.close();
        for (String other : others) {
          beginsToBeCopied(cluster, other);
        }
        cluster.kill(whole);
        long asked = cluster.told().size();
        Waiting.until(
            BOUND_NANOS,
            () ->
                cluster.told().stream()
                        .skip(asked)
                        .filter(line -> line.matches("epoch \\d+ waits: .*without a vote.*"))
                        .count()
                    >= 3,
            () -> "nobody tried: " + cluster.told());
        assertThat(cluster.statuses()).as("without it nobody leads").noneMatch(s -> s.leads());
        cluster.start(whole);
        cluster.awaitHealthy();
        before = cluster.check(writers);
      }
      assertThat(before.acknowledged()).isGreaterThan(50);
      assertThat(before.lost()).as("acknowledged writes that were lost").isZero();
      assertThat(cluster.equal()).as("all copies are equal").isTrue();
    }
  }
}

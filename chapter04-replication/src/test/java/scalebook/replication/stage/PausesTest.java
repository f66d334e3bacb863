package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.Thorough;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.load.Standstill;

/**
 * How long is nobody there, and when is it nothing? {@code -Dscalebook.full=true} takes a hundred
 * pauses and twenty kills.
 */
@ExtendWith(WithLab.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
@Timeout(1200)
class PausesTest {
  /** A lease lasts 1,200 ms and is renewed every 200: this much is left of it, and some more. */
  private static final int BOUND_MILLIS = Thorough.either(500, 300);

  /** Half of what a pause leaves of it. */
  private static final int LEFT_MILLIS = (1_200 - 200 - BOUND_MILLIS) / 2;

  @Test
  void aShortPauseChangesNothingAndADeathIsOverSoon(Lab lab) throws Exception {
    try (Cluster cluster = Cluster.open(lab, true, 2, 120)) {
      long epoch = cluster.router().epoch();
      Random random = new Random(3);
      try (Writers writers = Writers.start(cluster.router())) {
        writers.awaitMore(20);
        for (int i = 0; i < Thorough.either(100, 5); i++) {
          try (Standstill machine = Standstill.start()) {
            String paused = cluster.primary();
            cluster.pause(paused);
            LockSupport.parkNanos((100 + random.nextInt(BOUND_MILLIS - 100)) * 1_000_000L);
            cluster.resume(paused);
            writers.awaitMore(10);
            if (machine.longestMillis() >= LEFT_MILLIS) {
              LockSupport.parkNanos(3_000_000_000L); // a failover has its reason now: let it end
            } else {
              assertThat(cluster.router().epoch())
                  .as("failovers for nothing: %s", cluster.told())
                  .isEqualTo(epoch);
            }
          }
          epoch = cluster.router().epoch();
        }
        // A machine that is busy besides may lose the lease for a moment, and tells its writers.
        System.out.printf("writes that failed meanwhile: %d%n", writers.stop().failedCount());
      }
      List<Double> downtimes = new ArrayList<>();
      for (int i = 0; i < Thorough.either(20, 1); i++) {
        downtimes.add(downtime(cluster, 1_000_000L * (i + 1)));
      }
      downtimes.sort(null);
      System.out.printf(
          "%d kills: median %.0f ms, worst %.0f ms%n",
          downtimes.size(),
          downtimes.get(downtimes.size() / 2),
          downtimes.get(downtimes.size() - 1));
      // No absolute time is claimed on a shared machine, but it must end without an operator.
      assertThat(downtimes).allMatch(millis -> millis < 15_000);
    }
  }

  private static double downtime(Cluster cluster, long firstId) throws Exception {
    cluster.awaitHealthy();
    long epoch = cluster.router().epoch();
    String primary = cluster.primary();
    try (Writers writers = Writers.start(cluster.router(), firstId)) {
      writers.awaitMore(30);
      long fault = System.nanoTime();
      cluster.kill(primary);
      while (writers.newestEpoch() == epoch) {
        LockSupport.parkNanos(2_000_000);
      }
      writers.stop();
      cluster.start(primary);
      return writers.downtimeMillis(fault, epoch);
    }
  }
}

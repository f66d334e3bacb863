package scalebook.microservices.stage.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import scalebook.microservices.resilience.Bulkhead;
import scalebook.microservices.resilience.CircuitBreaker;

class SchedulesTest {
  private static final CircuitBreaker.Settings SMALL =
      new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 3);

  @Test
  void aMillionRandomLives() {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("seed " + seed + ", again with -Dscalebook.seed=" + seed);
    for (boolean lossy : List.of(true, false)) {
      BreakerLives.Seen seen =
          BreakerLives.run(seed, 500_000, lossy, SMALL, now -> BreakerLives.ours(SMALL, now));
      assertThat(seen.halfOpens()).isGreaterThan(100_000);
      assertThat(seen.admitted()).as("most trials, seed %d", seed).isEqualTo(SMALL.trials());
      assertThat(seen.overAdmitted()).as("too many, seed %d", seed).isZero();
      assertThat(seen.stuck()).as("stuck, seed %d", seed).isZero();
    }
  }

  /** One that forgets whose call ended. */
  @Test
  void theSchedulesFindABreakerThatLetsTooManyThrough() {
    BreakerLives.Seen seen =
        BreakerLives.run(
            7,
            20_000,
            false,
            SMALL,
            // four trials instead of three
            now -> BreakerLives.ours(new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 4), now));
    assertThat(seen.overAdmitted()).isPositive();
  }

  @Test
  void aMillionRandomCrowdsInABulkhead() {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    BulkheadCrowds.Seen seen =
        BulkheadCrowds.run(seed, 1_000_000, 4, () -> BulkheadCrowds.ours(new Bulkhead(4)));
    assertThat(seen.most()).as("most inside, seed %d", seed).isEqualTo(4);
    assertThat(seen.exact()).as("%s, seed %d", seen, seed).isTrue();
  }

  @Test
  void theCrowdsFindABulkheadThatGivesAPlaceBackTwice() {
    BulkheadCrowds.Seen twice =
        BulkheadCrowds.run(
            7,
            20_000,
            4,
            () -> {
              Semaphore places = new Semaphore(4);
              return () -> places.tryAcquire() ? Optional.of(places::release) : Optional.empty();
            });
    assertThat(twice.over()).isPositive();
    assertThat(twice.lost()).isPositive();
  }

  @Test
  void theCrowdsFindABulkheadThatTurnsAwayFromAFreePlace() {
    BulkheadCrowds.Seen few =
        BulkheadCrowds.run(7, 20_000, 4, () -> BulkheadCrowds.ours(new Bulkhead(3)));
    assertThat(few.wronged()).isPositive();
    assertThat(few.over()).isZero();
  }
}

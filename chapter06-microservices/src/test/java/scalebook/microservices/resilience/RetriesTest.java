package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scalebook.cloning.health.Allowance;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.supervisor.Backoff;

class RetriesTest {
  private static final Backoff SHORT = new Backoff(1, 1);

  private final AtomicInteger asked = new AtomicInteger();

  private static Retries retries(Allowance budget, boolean listens) {
    return new Retries(3, SHORT, Retries.NO_JITTER, budget, listens);
  }

  private Retries.Attempt fails(boolean tried) {
    return () -> {
      asked.incrementAndGet();
      return new Retries.Outcome(503, tried);
    };
  }

  @Test
  void withoutABudgetItTriesAsOftenAsItMay() throws Exception {
    assertThat(retries(Retries.noBudget(), false).ask(Deadline.in(10_000), fails(false)))
        .isEqualTo(503);
    assertThat(asked.get()).isEqualTo(3);
  }

  @Test
  void anEmptyBudgetPaysForNoRetry() throws Exception {
    Retries poor = retries(new RetryBudget(0, 1), false);
    poor.ask(Deadline.in(10_000), fails(false));
    assertThat(asked.get()).as("one attempt, and the one retry of the reserve").isEqualTo(2);
    poor.ask(Deadline.in(10_000), fails(false));
    assertThat(asked.get()).isEqualTo(3);
  }

  @Test
  void aTierDoesNotRetryWhatALowerTierTried() throws Exception {
    retries(Retries.noBudget(), true).ask(Deadline.in(10_000), fails(true));
    assertThat(asked.get()).isEqualTo(1);
  }

  @Test
  void whenTheTimeIsOverNobodyIsAsked() throws Exception {
    assertThat(retries(Retries.noBudget(), false).ask(Deadline.in(0), fails(false)))
        .isEqualTo(Retries.TOO_LATE);
    assertThat(asked.get()).isZero();
  }

  @Test
  void anAttemptThatTakesAllTheTimeIsTooLate() throws Exception {
    Deadline deadline = Deadline.in(20);
    Retries.Attempt slow =
        () -> {
          await().until(deadline::over);
          throw new SocketTimeoutException("no answer in time");
        };
    assertThat(retries(Retries.noBudget(), false).ask(deadline, slow)).isEqualTo(Retries.TOO_LATE);
  }

  private int attempts(int status, Retries retries) throws IOException {
    int[] made = {0};
    retries.ask(
        Deadline.in(3_600_000),
        () -> {
          made[0]++;
          return new Retries.Outcome(status, false);
        });
    return made[0];
  }

  @Test
  void onlyTheServersOwnFailuresAreTriedAgain() throws Exception {
    assertThat(attempts(499, retries(Retries.noBudget(), false))).as("attempts at a 499").isOne();
    assertThat(attempts(500, retries(Retries.noBudget(), false)))
        .as("attempts at a 500")
        .isEqualTo(3);
  }

  @Test
  void everyRequestEarnsAShareOfARetry() throws Exception {
    Retries half = retries(new RetryBudget(0.5, 1), false);
    assertThat(attempts(503, half)).as("the reserve pays for one retry").isEqualTo(2);
    assertThat(attempts(503, half)).as("half a retry is none").isEqualTo(1);
    assertThat(attempts(503, half)).as("two halves are one").isEqualTo(2);
  }

  @Test
  void withoutJitterThePauseIsTheLongestThereIs() throws Exception {
    Backoff backoff = new Backoff(40, 40);
    assertThat(backoff.delayMillis(1, Retries.NO_JITTER)).as("ms").isEqualTo(40);
    assertThat(Retries.NO_JITTER.nextLong()).isEqualTo(Long.MAX_VALUE);
    long start = System.nanoTime();
    attempts(503, new Retries(2, backoff, Retries.NO_JITTER, Retries.noBudget(), false));
    assertThat((System.nanoTime() - start) / 1_000_000)
        .as("ms that two attempts take: the second one waits for the backoff")
        .isGreaterThanOrEqualTo(40);
  }
}

package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import scalebook.cloning.health.RetryBudget;
import scalebook.cloning.supervisor.Backoff;

class RetriesTest {
  private static final Backoff SHORT = new Backoff(1, 1);

  private final AtomicInteger asked = new AtomicInteger();

  private static Retries retries(RetryBudget budget, boolean listens) {
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
  void whoeverListensDoesNotTryAgainWhatWasTriedBelow() throws Exception {
    retries(Retries.noBudget(), true).ask(Deadline.in(10_000), fails(true));
    assertThat(asked.get()).isEqualTo(1);
  }

  @Test
  void whenTheTimeIsOverNobodyIsAsked() throws Exception {
    assertThat(retries(Retries.noBudget(), false).ask(Deadline.in(0), fails(false)))
        .isEqualTo(Retries.TOO_LATE);
    assertThat(asked.get()).isZero();
  }
}

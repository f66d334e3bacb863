package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.InSteps;
import scalebook.book.exercise.Steps;

@InSteps
abstract class RetryBudgetContract extends Contract {
  interface Answer {
    void call();

    boolean tryRetry();
  }

  Answer answer(int reserve) {
    return answer(Answer.class, RetryBudget.class, reserve);
  }

  private static int retries(Answer budget, int wanted) {
    int got = 0;
    for (int i = 0; i < wanted; i++) {
      got += budget.tryRetry() ? 1 : 0;
    }
    return got;
  }

  private static void calls(Answer budget, int calls) {
    for (int i = 0; i < calls; i++) {
      budget.call();
    }
  }

  @Test
  @Order(1)
  void atTheBeginningThereIsAReserve() {
    for (int reserve : new int[] {5, 1, 12}) {
      assertThat(retries(answer(reserve), 20))
          .as("retries of a new budget with a reserve of %d", reserve)
          .isEqualTo(reserve);
    }
    assertThat(retries(answer(Integer.MAX_VALUE), 20))
        .as("of twenty retries, with the largest reserve that there is: mind the overflow")
        .isEqualTo(20);
  }

  @Test
  @Order(2)
  void tenCallsEarnOneRetry() {
    Answer budget = answer(5);
    retries(budget, 20);
    for (int round = 1; round <= 30; round++) {
      calls(budget, 9);
      assertThat(budget.tryRetry()).as("round %d, after nine calls", round).isFalse();
      budget.call();
      assertThat(budget.tryRetry())
          .as("round %d, after the tenth call: ten times a tenth is one", round)
          .isTrue();
      assertThat(budget.tryRetry()).as("and that was it").isFalse();
    }
  }

  @Test
  @Order(3)
  void whenEverythingFailsOneInTenIsRetried() {
    Answer budget = answer(3);
    int got = 0;
    for (int i = 0; i < 1_000; i++) {
      budget.call();
      got += budget.tryRetry() ? 1 : 0;
    }
    assertThat(got)
        .as("retries of 1,000 calls that all fail: 100 and the reserve")
        .isBetween(100, 103);
  }

  @Test
  @Order(4)
  void aQuietDaySavesNoMoreThanTheReserve() {
    Answer budget = answer(5);
    calls(budget, 100_000);
    assertThat(retries(budget, 1_000))
        .as("retries at once, after 100,000 good calls: a storm must not find a full account")
        .isEqualTo(5);
  }

  @Test
  @Order(5)
  void aFullBudgetSavesNoTenthEither() {
    Answer budget = answer(5);
    calls(budget, 9);
    budget.tryRetry();
    budget.call();
    assertThat(retries(budget, 20))
        .as("retries: nine calls into a full budget earn nothing, one call into 4 makes it 4.1")
        .isEqualTo(4);
  }

  @Test
  @Order(6)
  void withoutAReserveThereIsNothingToGive() {
    Answer budget = answer(0);
    calls(budget, 100);
    assertThat(budget.tryRetry()).as("a budget that never holds more than none").isFalse();
  }

  @Test
  @Order(7)
  void everyBudgetHasItsOwnAccount() {
    Answer one = answer(2);
    Answer other = answer(2);
    retries(one, 5);
    assertThat(retries(other, 5)).as("retries of the other service's budget").isEqualTo(2);
  }

  /** The second thread comes between any two steps of the first one. */
  @Test
  @Order(8)
  void theLastOneIsGivenOnce() throws Throwable {
    Steps.all(
        steps -> {
          Answer budget = answer(1);
          AtomicInteger given = new AtomicInteger();
          ThrowingCallable wants = () -> given.addAndGet(retries(budget, 1));
          steps.meet(wants, wants);
          assertThat(given.get())
              .as("given, of one, to two threads: one comes at step %d of the other", steps.after())
              .isEqualTo(1);
        });
  }

  @Test
  @Order(9)
  void noCallIsForgotten() throws Throwable {
    Steps.all(
        steps -> {
          Answer budget = answer(5);
          retries(budget, 5);
          calls(budget, 8);
          steps.meet(budget::call, budget::call);
          assertThat(retries(budget, 3))
              .as("retries after eight calls and two: one comes at step %d", steps.after())
              .isEqualTo(1);
        });
  }

  @Test
  @Order(10)
  void aCallAndARetryDoNotLoseEachOther() throws Throwable {
    for (boolean callFirst : new boolean[] {true, false}) {
      Steps.all(
          steps -> {
            Answer budget = answer(2);
            retries(budget, 1);
            calls(budget, 9);
            AtomicInteger given = new AtomicInteger();
            ThrowingCallable wants = () -> given.addAndGet(retries(budget, 1));
            steps.meet(callFirst ? budget::call : wants, callFirst ? wants : budget::call);
            assertThat(given.get() + retries(budget, 5))
                .as("retries of 1.9 and a call: one thread comes at step %d", steps.after())
                .isEqualTo(2);
          });
    }
  }

  @Test
  @Order(11)
  void nobodyIsRefusedWhatIsThere() throws Throwable {
    Steps.all(
        steps -> {
          Answer budget = answer(2);
          AtomicInteger given = new AtomicInteger();
          ThrowingCallable wants = () -> given.addAndGet(retries(budget, 1));
          steps.meet(wants, wants);
          assertThat(given.get())
              .as("given, of two, to two threads: one comes at step %d of the other", steps.after())
              .isEqualTo(2);
        });
    Steps.all(
        steps -> {
          Answer budget = answer(1);
          retries(budget, 1);
          calls(budget, 9);
          AtomicInteger given = new AtomicInteger();
          steps.meet(
              () -> given.addAndGet(retries(budget, 1)),
              () -> {
                budget.call();
                given.addAndGet(retries(budget, 1));
              });
          assertThat(given.get())
              .as("given, of 0.9 and a call: one thread comes at step %d", steps.after())
              .isEqualTo(1);
        });
  }

  @Test
  @Order(12)
  void aFullBudgetForgetsNoRetry() throws Throwable {
    Steps.all(
        steps -> {
          Answer budget = answer(2);
          AtomicInteger given = new AtomicInteger();
          steps.meet(budget::call, () -> given.addAndGet(retries(budget, 1)));
          calls(budget, 8);
          assertThat(given.get() + retries(budget, 5))
              .as("retries of a full budget of 2, nine calls at most after the first retry")
              .isEqualTo(2);
        });
  }

  @Test
  @Order(13)
  void theBrimHoldsForTwoAtOnce() throws Throwable {
    Steps.all(
        steps -> {
          Answer budget = answer(1);
          retries(budget, 1);
          calls(budget, 9);
          steps.meet(budget::call, budget::call);
          assertThat(retries(budget, 1)).as("the one that it holds").isEqualTo(1);
          calls(budget, 9);
          assertThat(retries(budget, 1))
              .as("after nine calls into an empty budget; two met at step %d", steps.after())
              .isZero();
        });
  }
}

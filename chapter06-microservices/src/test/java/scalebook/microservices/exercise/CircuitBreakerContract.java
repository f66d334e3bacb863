package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class CircuitBreakerContract extends Contract {
  static final int FAILURES = 3;
  static final long OPEN = 1_000;

  interface Answer {
    long tryCall();

    void good(long call);

    void bad(long call);

    void cancelled(long call);
  }

  Answer answer(int failuresInARow, long openMillis, LongSupplier clock) {
    return answer(Answer.class, CircuitBreaker.class, failuresInARow, openMillis, clock);
  }

  private long now = 10_000;
  private Answer breaker;

  private Answer breaker() {
    breaker = answer(FAILURES, OPEN, () -> now);
    return breaker;
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.bad(breaker.tryCall());
    }
  }

  private boolean lets() {
    long call = breaker.tryCall();
    if (call >= 0) {
      breaker.cancelled(call);
    }
    return call >= 0;
  }

  @Test
  @Order(1)
  void theBreakerOpensAfterTheLimitOfFailuresInARow() {
    breaker();
    fail(2);
    assertThat(lets()).as("after two failures of three").isTrue();
    now += OPEN / 2;
    fail(1);
    assertThat(lets()).as("after three failures in a row").isFalse();
    now += OPEN - 1;
    assertThat(lets()).as("its time begins with the last of the three failures").isFalse();
  }

  @Test
  @Order(2)
  void aGoodCallBeginsTheRowAnew() {
    breaker();
    fail(2);
    breaker.good(breaker.tryCall());
    fail(2);
    assertThat(lets()).as("two failures, a good call, two failures: never three in a row").isTrue();
  }

  @Test
  @Order(3)
  void aCancelledCallIsNoFailure() {
    breaker();
    for (int i = 0; i < 10; i++) {
      breaker.cancelled(breaker.tryCall());
    }
    assertThat(lets()).as("after ten cancelled calls").isTrue();
  }

  @Test
  @Order(4)
  void openItLetsNobodyThroughUntilItsTimeIsOver() {
    breaker();
    fail(3);
    now += OPEN - 1;
    assertThat(lets()).as("a moment before its time is over").isFalse();
    now += 1;
    assertThat(lets()).as("when its time is over").isTrue();
  }

  @Test
  @Order(5)
  void halfOpenItLetsExactlyOneThrough() {
    breaker();
    fail(3);
    now += OPEN;
    assertThat(breaker.tryCall()).as("the trial").isNotNegative();
    for (int i = 0; i < 5; i++) {
      assertThat(breaker.tryCall())
          .as("while the trial is under way, for %d ms: only its end ends it", i * OPEN)
          .isNegative();
      now += OPEN;
    }
  }

  @Test
  @Order(6)
  void aGoodTrialClosesIt() {
    breaker();
    fail(3);
    now += OPEN;
    breaker.good(breaker.tryCall());
    assertThat(breaker.tryCall()).isNotNegative();
    assertThat(breaker.tryCall()).as("closed: as many as come").isNotNegative();
    fail(2);
    assertThat(lets()).as("the row began anew").isTrue();
  }

  @Test
  @Order(7)
  void aBadTrialOpensItForAsLongAgain() {
    breaker();
    fail(3);
    now += OPEN;
    breaker.bad(breaker.tryCall());
    assertThat(lets()).as("right after a bad trial").isFalse();
    now += OPEN - 1;
    assertThat(lets()).as("its time counts from the bad trial").isFalse();
    now += 1;
    assertThat(lets()).isTrue();
  }

  @Test
  @Order(8)
  void aCancelledTrialDoesNotBlockItForEver() {
    breaker();
    fail(3);
    now += OPEN;
    breaker.cancelled(breaker.tryCall());
    assertThat(breaker.tryCall())
        .as("after a cancelled trial: somebody else may try, or it is open for ever")
        .isNotNegative();
  }

  @Test
  @Order(9)
  void aCallOfBeforeSaysNothingAboutTheTrial() {
    breaker();
    long slow = breaker.tryCall();
    long slower = breaker.tryCall();
    fail(3);
    now += OPEN;
    breaker.tryCall();
    breaker.good(slow);
    assertThat(breaker.tryCall())
        .as("a good end of a call from before it opened: the trial is still under way")
        .isNegative();
    breaker.cancelled(slower);
    assertThat(breaker.tryCall()).as("a cancelled call from before frees no trial").isNegative();
  }

  @Test
  @Order(10)
  void lateFailuresDoNotOpenWhatIsWellAgain() {
    breaker();
    long[] old = {breaker.tryCall(), breaker.tryCall(), breaker.tryCall()};
    fail(3);
    now += OPEN;
    breaker.good(breaker.tryCall());
    for (long call : old) {
      breaker.bad(call);
    }
    assertThat(lets()).as("three failures of calls from before it had opened").isTrue();
  }

  @Test
  @Order(11)
  void aCancelledCallSaysNothingAboutTheRow() {
    breaker();
    fail(2);
    breaker.cancelled(breaker.tryCall());
    fail(1);
    assertThat(lets()).as("two failures, a cancelled call, one failure: three in a row").isFalse();
  }

  @Test
  @Order(12)
  void afterACancelledTrialAgainExactlyOne() {
    breaker();
    fail(3);
    now += OPEN;
    breaker.cancelled(breaker.tryCall());
    long trial = breaker.tryCall();
    assertThat(breaker.tryCall()).as("while the second trial is under way").isNegative();
    breaker.bad(trial);
    assertThat(lets()).as("after the second trial was bad").isFalse();
  }

  @Test
  @Order(13)
  void aCallThatEndsWhileTheBreakerIsOpenChangesNothing() {
    breaker();
    long good = breaker.tryCall();
    long bad = breaker.tryCall();
    fail(3);
    now += OPEN / 2;
    breaker.good(good);
    assertThat(lets()).as("a good end of a call from before it opened").isFalse();
    breaker.bad(bad);
    now += OPEN / 2;
    assertThat(lets()).as("its time counts from when it opened, not from a late failure").isTrue();
  }

  @Test
  @Order(14)
  void aLateFailureIsNotTheTrials() {
    breaker();
    long slow = breaker.tryCall();
    fail(3);
    now += OPEN;
    long trial = breaker.tryCall();
    breaker.bad(slow);
    assertThat(breaker.tryCall()).as("the trial is still under way").isNegative();
    breaker.good(trial);
    assertThat(lets()).as("after the good trial").isTrue();
  }

  @Test
  @Order(15)
  void aLateGoodEndDoesNotBeginTheRowAnew() {
    breaker();
    long slow = breaker.tryCall();
    fail(3);
    now += OPEN;
    breaker.good(breaker.tryCall());
    fail(2);
    breaker.good(slow);
    fail(1);
    assertThat(lets())
        .as("three failures in a row; between them a call ended that began before it opened")
        .isFalse();
  }

  @Test
  @Order(16)
  void howManyInARowAndHowLongIsAsked() {
    breaker = answer(1, 50, () -> now);
    fail(1);
    assertThat(lets()).as("one failure of one").isFalse();
    now += 50;
    assertThat(lets()).as("after 50 ms").isTrue();
    breaker = answer(5, OPEN, () -> now);
    fail(4);
    assertThat(lets()).as("four failures of five").isTrue();
    fail(1);
    assertThat(lets()).as("five of five").isFalse();
  }

  @Test
  @Order(17)
  void theFirstCallOfATimeCountsLikeTheOthers() {
    breaker();
    for (int time = 0; time < 2; time++) {
      long first = breaker.tryCall();
      fail(2);
      breaker.good(first);
      fail(2);
      assertThat(lets()).as("two failures, the good end of the first call, two failures").isTrue();
      fail(1);
      now += OPEN;
      breaker.good(breaker.tryCall());
    }
  }

  @Test
  @Order(18)
  void theLastCallBeforeItOpenedIsHistory() {
    breaker = answer(1, OPEN, () -> now);
    long opens = breaker.tryCall();
    long last = breaker.tryCall();
    breaker.bad(opens);
    now += OPEN;
    breaker.good(breaker.tryCall());
    breaker.bad(last);
    assertThat(lets()).as("after the late failure of a call that began before it opened").isTrue();
  }
}

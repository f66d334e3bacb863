package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import scalebook.microservices.resilience.CircuitBreaker.State;

class CircuitBreakerTest {
  private static final CircuitBreaker.Settings SMALL =
      new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 3);

  private final AtomicLong clock = new AtomicLong(1);

  private CircuitBreaker opened() {
    return opened(SMALL);
  }

  private CircuitBreaker opened(CircuitBreaker.Settings settings) {
    CircuitBreaker breaker = new CircuitBreaker(settings, clock::get);
    for (int i = 0; i < 4; i++) {
      breaker.tryAcquire().orElseThrow().failed();
    }
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    return breaker;
  }

  @Test
  void halfOpenExactlySoManyTrialsAtOnce() throws Exception {
    CircuitBreaker breaker = opened();
    clock.addAndGet(1_000_000);
    AtomicInteger admitted = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int i = 0; i < 1_000; i++) {
                  if (breaker.tryAcquire().isPresent()) {
                    admitted.incrementAndGet();
                  }
                }
              });
      thread.start();
      threads.add(thread);
    }
    start.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(admitted.get()).as("trials let through to eight threads").isEqualTo(3);
  }

  @Test
  void aPermitEndsOnce() {
    CircuitBreaker breaker = opened();
    clock.addAndGet(1_000_000);
    try (CircuitBreaker.Permit permit = breaker.tryAcquire().orElseThrow()) {
      permit.succeeded();
      permit.succeeded();
      permit.failed();
    }
    assertThat(breaker.state()).as("one good trial of three").isEqualTo(State.HALF_OPEN);
  }

  private CircuitBreaker closed() {
    return new CircuitBreaker(SMALL, clock::get);
  }

  /** One after the other: {@code x} fails, {@code .} succeeds. */
  private static State after(CircuitBreaker breaker, String outcomes) {
    for (char outcome : outcomes.toCharArray()) {
      CircuitBreaker.Permit permit = breaker.tryAcquire().orElseThrow();
      if (outcome == 'x') {
        permit.failed();
      } else {
        permit.succeeded();
      }
    }
    return breaker.state();
  }

  @Test
  void theBreakerOpensAtTheFailureShareAfterEnoughCalls() {
    assertThat(after(closed(), "xxx")).as("three outcomes are too few").isEqualTo(State.CLOSED);
    assertThat(after(closed(), "xx..")).as("half of four").isEqualTo(State.OPEN);
    assertThat(after(closed(), "...x")).as("a quarter of four").isEqualTo(State.CLOSED);
  }

  @Test
  void aCallThatLeftTheWindowNoLongerCounts() {
    assertThat(after(closed(), "x......xx"))
        .as("two of the last six; the first failure is seven outcomes old")
        .isEqualTo(State.CLOSED);
    assertThat(after(closed(), "x......xxx")).as("three of the last six").isEqualTo(State.OPEN);
  }

  @Test
  void theBreakerAdmitsTrialsOnlyAfterItsPause() {
    clock.set(5_000_000); // later than the pause is long
    CircuitBreaker breaker = opened();
    clock.addAndGet(999_999);
    assertThat(breaker.tryAcquire()).as("a nanosecond too early").isEmpty();
    clock.addAndGet(1);
    assertThat(breaker.tryAcquire().orElseThrow().trial()).as("a trial").isTrue();
    assertThat(closed().tryAcquire().orElseThrow().trial()).as("an ordinary call").isFalse();
  }

  @Test
  void threeGoodTrialsCloseItAndTheOldFailuresAreForgotten() {
    CircuitBreaker breaker = opened();
    clock.addAndGet(1_000_000);
    assertThat(after(breaker, "..")).as("two good trials").isEqualTo(State.HALF_OPEN);
    assertThat(after(breaker, ".")).as("three good trials").isEqualTo(State.CLOSED);
    assertThat(after(breaker, "..x")).as("one failure of three").isEqualTo(State.CLOSED);
    assertThat(after(breaker, "x"))
        .as("two of four: only outcomes since it closed count")
        .isEqualTo(State.OPEN);
  }

  @Test
  void oneBadTrialOpensTheBreakerForAnotherPause() {
    CircuitBreaker breaker = opened();
    clock.addAndGet(1_000_000);
    assertThat(after(breaker, ".x")).isEqualTo(State.OPEN);
    assertThat(breaker.tryAcquire()).as("right after the bad trial").isEmpty();
    clock.addAndGet(1_000_000);
    assertThat(breaker.tryAcquire()).as("a pause later").isPresent();
  }

  @Test
  void aCancelledTrialGivesItsPlaceBack() {
    CircuitBreaker breaker = opened();
    clock.addAndGet(1_000_000);
    for (int i = 0; i < 10; i++) {
      breaker.tryAcquire().orElseThrow().close(); // a trial that nobody waits for any more
    }
    breaker.tryAcquire().orElseThrow().succeeded();
    assertThat(List.of(breaker.tryAcquire(), breaker.tryAcquire()))
        .as("two trials beside the good one")
        .allMatch(Optional::isPresent);
    assertThat(breaker.tryAcquire()).as("a fourth trial").isEmpty();
  }

  @Test
  void theDefaultsOpenItAndNeverOpenDoesNot() {
    CircuitBreaker.Settings defaults = CircuitBreaker.Settings.defaults();
    assertThat(after(new CircuitBreaker(defaults, clock::get), "x".repeat(10)))
        .as("ten failures of ten")
        .isEqualTo(State.OPEN);
    assertThat(after(new CircuitBreaker(defaults.neverOpen(), clock::get), "x".repeat(100)))
        .as("a hundred failures, and no share opens it")
        .isEqualTo(State.CLOSED);
  }

  @Test
  void aLateOutcomeCountsOnlyInItsOwnGeneration() {
    for (CircuitBreaker.Settings settings : List.of(SMALL, SMALL.noGenerations())) {
      CircuitBreaker breaker = new CircuitBreaker(settings, clock::get);
      CircuitBreaker.Permit late = breaker.tryAcquire().orElseThrow();
      for (int i = 0; i < 4; i++) {
        breaker.tryAcquire().orElseThrow().failed();
      }
      clock.addAndGet(1_000_000);
      breaker.tryAcquire().orElseThrow(); // a trial
      late.failed();
      assertThat(breaker.state())
          .isEqualTo(
              settings.generations() ? CircuitBreaker.State.HALF_OPEN : CircuitBreaker.State.OPEN);
    }
  }

  @Test
  void lostTrialsMakeRoomForOthers() {
    for (CircuitBreaker.Settings settings : List.of(SMALL, SMALL.neverGiveUp())) {
      CircuitBreaker breaker = opened(settings);
      clock.addAndGet(1_000_000);
      for (int i = 0; i < 3; i++) {
        breaker.tryAcquire().orElseThrow();
      }
      clock.addAndGet(1_000_000);
      assertThat(breaker.tryAcquire().isPresent()).isEqualTo(settings.givesUp());
    }
  }

  @Test
  void oneThatNeverOpensLetsEverybodyThrough() {
    CircuitBreaker breaker = new CircuitBreaker(SMALL.neverOpen(), clock::get);
    for (int i = 0; i < 20; i++) {
      breaker.tryAcquire().orElseThrow().failed();
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void trialsThatNeverComeBackMakeRoomForOthersAfterAPause() {
    for (boolean givesUp : new boolean[] {true, false}) {
      CircuitBreaker breaker =
          new CircuitBreaker(givesUp ? SMALL : SMALL.neverGiveUp(), clock::get);
      assertThat(after(breaker, "xxxx")).isEqualTo(State.OPEN);
      clock.addAndGet(1_000_000);
      for (int i = 0; i < 3; i++) {
        breaker.tryAcquire().orElseThrow(); // nobody ever hears of it again
      }
      assertThat(breaker.tryAcquire()).as("a fourth trial").isEmpty();
      clock.addAndGet(1_000_000);
      assertThat(breaker.tryAcquire().isPresent())
          .as("a pause later, when it gives up: %s", givesUp)
          .isEqualTo(givesUp);
    }
  }

  @Test
  void theEndOfACallCountsOnlyInTheStateThatLetItThrough() {
    for (boolean generations : new boolean[] {true, false}) {
      CircuitBreaker breaker =
          new CircuitBreaker(generations ? SMALL : SMALL.noGenerations(), clock::get);
      CircuitBreaker.Permit late = breaker.tryAcquire().orElseThrow();
      assertThat(after(breaker, "xxxx")).isEqualTo(State.OPEN);
      clock.addAndGet(1_000_000);
      assertThat(after(breaker, "..")).as("two good trials").isEqualTo(State.HALF_OPEN);
      late.failed();
      assertThat(breaker.state())
          .as("after a failure from before it opened, with generations: %s", generations)
          .isEqualTo(generations ? State.HALF_OPEN : State.OPEN);
    }
  }
}

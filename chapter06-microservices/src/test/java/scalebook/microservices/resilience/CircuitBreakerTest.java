package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

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
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
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
    assertThat(breaker.state())
        .as("one good trial of three")
        .isEqualTo(CircuitBreaker.State.HALF_OPEN);
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
}

package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private static final Schedules.Rules RULES = new Schedules.Rules(1_000_000, 3);
  private static final CircuitBreaker.Settings SMALL =
      new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 3);

  private final AtomicLong clock = new AtomicLong(1);

  private CircuitBreaker opened() {
    CircuitBreaker breaker = new CircuitBreaker(SMALL, clock::get);
    for (int i = 0; i < 4; i++) {
      breaker.tryAcquire().orElseThrow().failed();
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    return breaker;
  }

  @Test
  void aMillionRandomLives() {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    System.out.println("seed " + seed + ", again with -Dscalebook.seed=" + seed);
    for (boolean lossy : List.of(true, false)) {
      Schedules.Seen seen =
          Schedules.run(
              seed, 500_000, lossy, RULES, now -> Schedules.ours(new CircuitBreaker(SMALL, now)));
      assertThat(seen.halfOpens()).isGreaterThan(100_000);
      assertThat(seen.admitted()).as("most trials, seed %d", seed).isEqualTo(RULES.trials());
      assertThat(seen.overAdmitted()).as("too many, seed %d", seed).isZero();
      assertThat(seen.stuck()).as("stuck, seed %d", seed).isZero();
    }
  }

  @Test
  void aMillionRandomCrowdsInABulkhead() {
    long seed = Long.getLong("scalebook.seed", ThreadLocalRandom.current().nextLong());
    Schedules.Crowds seen =
        Schedules.crowds(seed, 1_000_000, 4, () -> Schedules.ours(new Bulkhead(4)));
    assertThat(seen.most()).as("most inside, seed %d", seed).isEqualTo(4);
    assertThat(seen.exact()).as("%s, seed %d", seen, seed).isTrue();
  }

  @Test
  void theCrowdsFindABulkheadThatGivesAPlaceBackTwice() {
    Schedules.Crowds twice =
        Schedules.crowds(
            7,
            20_000,
            4,
            () -> {
              Semaphore places = new Semaphore(4);
              return () -> places.tryAcquire() ? places::release : null;
            });
    assertThat(twice.over()).isPositive();
    assertThat(twice.lost()).isPositive();
  }

  @Test
  void theCrowdsFindABulkheadThatTurnsAwayFromAFreePlace() {
    Schedules.Crowds few = Schedules.crowds(7, 20_000, 4, () -> Schedules.ours(new Bulkhead(3)));
    assertThat(few.wronged()).isPositive();
    assertThat(few.over()).isZero();
  }

  @Test
  void neverMoreThreadsInABulkheadThanPlaces() throws Exception {
    Bulkhead bulkhead = new Bulkhead(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < 20_000; i++) {
                  bulkhead
                      .tryEnter()
                      .ifPresent(
                          place -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            Thread.yield();
                            inside.decrementAndGet();
                            place.close();
                          });
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(most.get()).as("the most inside together").isBetween(1, 3);
    assertThat(bulkhead.free()).isEqualTo(3);
  }

  /** One that forgets whose call ended. */
  @Test
  void theSchedulesFindABreakerThatLetsTooManyThrough() {
    Schedules.Seen seen =
        Schedules.run(
            7,
            20_000,
            false,
            RULES,
            now -> {
              CircuitBreaker breaker =
                  new CircuitBreaker(new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 4), now);
              return Schedules.ours(breaker); // four trials instead of three
            });
    assertThat(seen.overAdmitted()).isPositive();
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
  void aBulkheadGivesEachPlaceBackOnce() {
    Bulkhead bulkhead = new Bulkhead(2);
    Optional<Bulkhead.Place> one = bulkhead.tryEnter();
    Optional<Bulkhead.Place> two = bulkhead.tryEnter();
    assertThat(bulkhead.tryEnter()).as("a third one, of two places").isEmpty();
    one.orElseThrow().close();
    one.orElseThrow().close();
    assertThat(bulkhead.free()).isEqualTo(1);
    two.orElseThrow().close();
    assertThat(bulkhead.free()).isEqualTo(2);
  }

  @Test
  void anInterruptedCallSaysNothingAboutTheOtherSide() {
    CircuitBreaker breaker = new CircuitBreaker(SMALL, clock::get);
    Guard guard = new Guard(new Bulkhead(1), breaker);
    for (int i = 0; i < 10; i++) {
      guard.call(
          () -> {
            throw new InterruptedException();
          },
          () -> "instead");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }
}

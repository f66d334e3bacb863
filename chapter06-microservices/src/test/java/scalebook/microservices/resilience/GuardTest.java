package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GuardTest {
  private static final CircuitBreaker.Settings SMALL =
      new CircuitBreaker.Settings(6, 4, 0.5, 1_000_000, 3);

  private final AtomicLong clock = new AtomicLong(1);

  @Test
  void anInterruptedCallSaysNothingAboutTheOtherSide() {
    CircuitBreaker breaker = new CircuitBreaker(SMALL, clock::get);
    Guard guard = new Guard(new Bulkhead(1), breaker);
    for (int i = 0; i < 10; i++) {
      String said =
          guard.call(
              () -> {
                throw new InterruptedException();
              },
              () -> "instead");
      assertThat(said).isEqualTo("instead");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void failuresOpenTheBreaker() {
    CircuitBreaker breaker = new CircuitBreaker(SMALL, clock::get);
    Guard guard = new Guard(new Bulkhead(1), breaker);
    AtomicInteger reached = new AtomicInteger();
    for (int i = 0; i < 10_000; i++) {
      guard.call(
          () -> {
            reached.incrementAndGet();
            throw new IOException("no answer");
          },
          () -> "instead");
    }
    assertThat(reached.get()).as("of 10,000 calls that fail, let through").isEqualTo(4);
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(guard.fallbacks()).isEqualTo(10_000);
  }

  @Test
  void itCountsCallsAndTrialsAndAnswersInstead() {
    CircuitBreaker breaker = new CircuitBreaker(SMALL, clock::get);
    Guard guard = new Guard(new Bulkhead(1), breaker);
    assertThat(guard.<String>call(() -> "answer", () -> "instead")).isEqualTo("answer");
    for (int i = 0; i < 10; i++) {
      String said =
          guard.call(
              () -> {
                throw new IOException("no answer");
              },
              () -> "instead");
      assertThat(said).isEqualTo("instead");
    }
    clock.addAndGet(1_000_000);
    assertThat(guard.<String>call(() -> "answer", () -> "instead")).isEqualTo("answer");
    assertThat(guard.calls()).as("calls before it opened").isEqualTo(4);
    assertThat(guard.trials()).as("trials after its pause").isEqualTo(1);
    guard.call(() -> "answer", () -> "instead");
    guard.call(() -> "answer", () -> "instead");
    assertThat(breaker.state()).as("three good trials").isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void aCallWithoutAPlaceGetsTheFallback() {
    Guard guard = new Guard(new Bulkhead(1), new CircuitBreaker(SMALL, clock::get));
    String said =
        guard.call(
            () -> guard.<String>call(() -> "inner", () -> "no place inside"), () -> "instead");
    assertThat(said).as("a second call while the only place is taken").isEqualTo("no place inside");
    assertThat(guard.<String>call(() -> "again", () -> "instead"))
        .as("afterwards the place is free")
        .isEqualTo("again");
    assertThat(guard.fallbacks()).isEqualTo(1);
  }
}

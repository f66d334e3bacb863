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
      guard.call(
          () -> {
            throw new InterruptedException();
          },
          () -> "instead");
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
  }

  @Test
  void whatFailsOpensTheBreaker() {
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
}

package scalebook.microservices.resilience;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Everything around one dependency: a bulkhead, so that it takes only its share of the threads; a
 * breaker, so that nobody waits for it in vain; and what to answer instead.
 */
public final class Guard {
  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final AtomicLong fallbacks = new AtomicLong();

  public Guard(Bulkhead bulkhead, CircuitBreaker breaker) {
    this.bulkhead = bulkhead;
    this.breaker = breaker;
  }

  /** The call must have a time limit of its own: a guard cannot end what it has let begin. */
  public <T> T call(Callable<T> call, Supplier<T> fallback) {
    Optional<Bulkhead.Place> entered = bulkhead.tryEnter();
    if (entered.isEmpty()) {
      return instead(fallback);
    }
    try (Bulkhead.Place place = entered.get()) {
      Optional<CircuitBreaker.Permit> allowed = breaker.tryAcquire();
      if (allowed.isEmpty()) {
        return instead(fallback);
      }
      try (CircuitBreaker.Permit permit = allowed.get()) {
        T result = call.call();
        permit.succeeded();
        return result;
      } catch (InterruptedException cancelled) {
        Thread.currentThread().interrupt(); // says nothing about the other side
        return instead(fallback);
      } catch (Exception bad) {
        allowed.get().failed();
        return instead(fallback);
      }
    }
  }

  private <T> T instead(Supplier<T> fallback) {
    fallbacks.incrementAndGet();
    return fallback.get();
  }

  public long fallbacks() {
    return fallbacks.get();
  }

  public CircuitBreaker breaker() {
    return breaker;
  }
}

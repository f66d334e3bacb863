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
  private final Breaker breaker;
  private final AtomicLong fallbacks = new AtomicLong();
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong trials = new AtomicLong();

  public Guard(Bulkhead bulkhead, Breaker breaker) {
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
      Optional<? extends Breaker.Leave> allowed = breaker.tryAcquire();
      return allowed.isEmpty() ? instead(fallback) : made(call, allowed.get(), fallback);
    }
  }

  private <T> T made(Callable<T> call, Breaker.Leave permit, Supplier<T> fallback) {
    (permit.trial() ? trials : calls).incrementAndGet();
    try (permit) {
      return reported(call, permit);
    } catch (InterruptedException cancelled) {
      Thread.currentThread().interrupt();
      return instead(fallback);
    } catch (Exception bad) { // too late for an outcome: the permit is closed by now
      return instead(fallback);
    }
  }

  /** An interrupted call says nothing about the other side. */
  private static <T> T reported(Callable<T> call, Breaker.Leave permit) throws Exception {
    try {
      T result = call.call();
      permit.succeeded();
      return result;
    } catch (InterruptedException cancelled) {
      throw cancelled;
    } catch (Exception bad) {
      permit.failed();
      throw bad;
    }
  }

  private <T> T instead(Supplier<T> fallback) {
    fallbacks.incrementAndGet();
    return fallback.get();
  }

  public long fallbacks() {
    return fallbacks.get();
  }

  /** Calls that were let through while the breaker was closed. */
  public long calls() {
    return calls.get();
  }

  /** Calls that were let through while it was half open. */
  public long trials() {
    return trials.get();
  }
}

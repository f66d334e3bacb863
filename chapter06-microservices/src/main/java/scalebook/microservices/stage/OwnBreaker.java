package scalebook.microservices.stage;

import java.util.Optional;
import java.util.function.LongSupplier;
import scalebook.lab.Own;
import scalebook.microservices.resilience.Breaker;
import scalebook.microservices.resilience.CircuitBreaker;

/**
 * A breaker of what a reader wrote for exercise CircuitBreaker. It does not tell which call is a
 * trial: here that is the first one after a refusal.
 */
public final class OwnBreaker implements Breaker {
  private final Answer answer;
  private boolean refused;

  /** What the exercise asks for. */
  public interface Answer {
    long tryCall();

    void good(long call);

    void bad(long call);

    void cancelled(long call);
  }

  private OwnBreaker(Answer answer) {
    this.answer = answer;
  }

  /** The reader's, which counts failures in a row; or ours, also where none is to open. */
  public static Breaker or(Own own, CircuitBreaker.Settings rules) {
    LongSupplier clock = () -> System.nanoTime() / 1_000_000;
    return (rules.failureShare() > 1 ? Own.NONE : own)
        .made("CircuitBreaker", Answer.class, rules.least(), rules.openNanos() / 1_000_000, clock)
        .<Breaker>map(OwnBreaker::new)
        .orElseGet(() -> new CircuitBreaker(rules, System::nanoTime));
  }

  @Override
  public synchronized Optional<Leave> tryAcquire() {
    long call = answer.tryCall();
    boolean trial = refused;
    refused = call < 0;
    return refused ? Optional.empty() : Optional.of(new One(call, trial));
  }

  private final class One implements Leave {
    private final long call;
    private final boolean trial;
    private boolean over;

    One(long call, boolean trial) {
      this.call = call;
      this.trial = trial;
    }

    @Override
    public boolean trial() {
      return trial;
    }

    private void end(Runnable outcome) {
      synchronized (OwnBreaker.this) {
        if (!over) {
          over = true;
          outcome.run();
        }
      }
    }

    @Override
    public void succeeded() {
      end(() -> answer.good(call));
    }

    @Override
    public void failed() {
      end(() -> answer.bad(call));
    }

    @Override
    public void close() {
      end(() -> answer.cancelled(call));
    }
  }
}

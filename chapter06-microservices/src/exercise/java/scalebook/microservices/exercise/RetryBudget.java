package scalebook.microservices.exercise;

import scalebook.lab.exercise.Todo;

/** Retries as a share of calls. Used by many threads at once. */
public final class RetryBudget {
  /** One retry for ten calls; {@code reserve} at the beginning, and never more than that. */
  public RetryBudget(int reserve) {}

  /** A first call is made. */
  public void call() {
    throw new Todo("it earns a tenth of a retry");
  }

  /** True when a retry may be made; it is paid for then. */
  public boolean tryRetry() {
    throw new Todo("pay a whole one, if there is one");
  }
}

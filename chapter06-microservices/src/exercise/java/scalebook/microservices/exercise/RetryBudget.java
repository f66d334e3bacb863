package scalebook.microservices.exercise;

import scalebook.lab.exercise.Todo;

/**
 * Retries as a share of calls. Used by many threads at once: no call is forgotten, a retry is given
 * once, and none that can be paid is refused, wherever one thread meets another.
 */
public final class RetryBudget {
  /**
   * One retry for ten calls; {@code reserve} at the beginning, and never more than that: a call
   * into a full budget earns nothing. A reserve may be 0, or as large as an int.
   */
  public RetryBudget(int reserve) {}

  /** A first call is made. */
  public void call() {
    throw new Todo("it earns a tenth of a retry");
  }

  /** True when a retry may be made; it is paid for then. A refused one costs nothing. */
  public boolean tryRetry() {
    throw new Todo("pay a whole one, if there is one");
  }
}

package scalebook.transactions.saga;

import scalebook.transactions.shop.Order;

/**
 * How far an order's saga has come.
 *
 * @param step the one that may be under way: it was written down before it was called
 * @param token grows with every owner; an owner whose token is old may write nothing any more
 */
public record Saga(Order order, State state, int step, int attempts, long token) {
  /** Where it stands. */
  public enum State {
    RUNNING,
    COMPENSATING,
    COMPLETED,
    COMPENSATED,
    /** Tried too often: a human must look. */
    PARKED;

    boolean over() {
      return this != RUNNING && this != COMPENSATING;
    }
  }

  Saga at(State newState, int newStep) {
    return new Saga(order, newState, newStep, 0, token);
  }
}

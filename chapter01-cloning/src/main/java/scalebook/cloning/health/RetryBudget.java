package scalebook.cloning.health;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Retries as a share of requests: each request earns a fraction of a retry, up to a reserve.
 *
 * <p>Without it every clone's trouble becomes double load for the others, just when they have the
 * least to spare.
 */
public final class RetryBudget implements Allowance {
  private static final int UNITS = 1_000;

  private final long perRequest;
  private final long most;
  private final AtomicLong units;

  /** {@code share} of the requests may be retried, {@code reserve} at once. */
  public RetryBudget(double share, int reserve) {
    this.perRequest = Math.round(share * UNITS);
    this.most = (long) reserve * UNITS;
    this.units = new AtomicLong(most);
  }

  @Override
  public void request() {
    if (units.get() < most) { // a race here loses a fraction of a retry, never wins more than one
      units.addAndGet(perRequest);
    }
  }

  @Override
  public boolean tryRetry() {
    long before = units.get();
    while (before >= UNITS) {
      if (units.compareAndSet(before, before - UNITS)) {
        return true;
      }
      before = units.get();
    }
    return false;
  }
}

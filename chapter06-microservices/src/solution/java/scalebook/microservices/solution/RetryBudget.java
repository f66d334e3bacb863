package scalebook.microservices.solution;

import java.util.concurrent.atomic.AtomicLong;

/** Counted in tenths: a sum of ten times 0.1 is not 1. */
public final class RetryBudget {
  private static final int RETRY = 10;
  private final long most;
  private final AtomicLong tenths;

  public RetryBudget(int reserve) {
    this.most = (long) reserve * RETRY;
    this.tenths = new AtomicLong(most);
  }

  public void call() {
    tenths.updateAndGet(have -> Math.min(most, have + 1));
  }

  public boolean tryRetry() {
    for (long have = tenths.get(); have >= RETRY; have = tenths.get()) {
      if (tenths.compareAndSet(have, have - RETRY)) {
        return true;
      }
    }
    return false;
  }
}

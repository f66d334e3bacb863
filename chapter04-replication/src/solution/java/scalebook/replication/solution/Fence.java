package scalebook.replication.solution;

import java.util.function.LongSupplier;

/** The newest epoch that was heard of, and until when it is ours. */
public final class Fence {
  private final LongSupplier nanoClock;
  private long newest = Long.MIN_VALUE;
  private boolean owns;
  private long owned;
  private long untilNanos;

  public Fence(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  public synchronized void granted(long epoch, long askedAtNanos, long ttlNanos) {
    heard(epoch);
    if (epoch == newest) {
      // The keeper began to count after we asked, so it ends there after it ends here.
      untilNanos =
          owns && owned == epoch
              ? untilNanos + Math.max(0, askedAtNanos + ttlNanos - untilNanos)
              : askedAtNanos + ttlNanos;
      owned = epoch;
      owns = true;
    }
  }

  public synchronized void heard(long epoch) {
    newest = Math.max(newest, epoch);
  }

  public synchronized boolean mayAcknowledge(long epoch) {
    return owns && epoch == owned && epoch == newest && untilNanos - nanoClock.getAsLong() > 0;
  }
}

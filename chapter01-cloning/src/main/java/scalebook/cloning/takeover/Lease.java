package scalebook.cloning.takeover;

import java.util.function.LongSupplier;

/** What only one may hold, and only until it ends: whoever cannot renew it has lost it. */
public final class Lease {
  private final LongSupplier clock;
  private String holder = "";
  private long until;

  /** {@code clock} in nanoseconds. */
  public Lease(LongSupplier clock) {
    this.clock = clock;
  }

  /** Grants or renews it; false while another one holds it. */
  public synchronized boolean grant(String to, long nanos) {
    long now = clock.getAsLong();
    if (!holder.isEmpty() && !holder.equals(to) && now - until < 0) {
      return false;
    }
    holder = to;
    until = now + nanos;
    return true;
  }
}

package scalebook.cloning.takeover;

import java.util.function.LongSupplier;

/**
 * Decides which of two balancers is active, in each of them.
 *
 * <p>Heartbeats tell when the other one should be dead; only the lease tells that it is no longer
 * active. The active one gives up by its own clock, before anybody else can be granted the lease.
 */
public final class Standby {
  /** Asks for the lease; may take long, and may get no answer. */
  @FunctionalInterface
  public interface Keeper {
    /** Whoever asks gets it: a heartbeat alone decides. */
    Keeper NONE = nanos -> true;

    boolean grants(long nanos);
  }

  private final int mostMissed;
  private final long leaseNanos;
  private final Keeper keeper;
  private final LongSupplier clock;
  private boolean active;
  private int missed;
  private long until;

  /** {@code mostMissed} heartbeats in a row are missed before it asks for the lease. */
  public Standby(int mostMissed, long leaseNanos, Keeper keeper, LongSupplier clock) {
    this.mostMissed = mostMissed;
    this.leaseNanos = leaseNanos;
    this.keeper = keeper;
    this.clock = clock;
  }

  /** Once each heartbeat: {@code heard} whether the other one answered. True while it is active. */
  public boolean beat(boolean heard) {
    missed = heard ? 0 : missed + 1;
    if (active || missed >= mostMissed) {
      long asked = clock.getAsLong(); // the lease counts from before the question
      if (keeper.grants(leaseNanos)) {
        active = true;
        until = asked + leaseNanos;
      }
    }
    return isActive();
  }

  /** Also between two heartbeats. */
  public boolean isActive() {
    active &= clock.getAsLong() - until < 0;
    return active;
  }

  /** Heartbeats missed in a row. */
  public int missed() {
    return missed;
  }
}

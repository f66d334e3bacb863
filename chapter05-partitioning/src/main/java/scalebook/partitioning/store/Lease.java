package scalebook.partitioning.store;

import java.util.BitSet;

/**
 * A map that may be trusted for a moment without asking the owner: a slot that a mover has planned
 * to move is in no new lease, and leaves its owner only when all older leases are over.
 *
 * <p>It trusts the clock of each machine to go on: one that is suspended, and then goes on with
 * what it did, may count the time that it slept as none.
 */
public final class Lease {
  /** From before the directory was asked. */
  public static final long NANOS = 200_000_000;

  /** What a mover waits: clocks of two machines do not run at quite the same pace. */
  public static final long SURELY_OVER_NANOS = NANOS + NANOS / 10;

  private final ShardMap map;
  private final BitSet moving;
  private final long until;

  Lease(ShardMap map, BitSet moving, long asked) {
    this.map = map;
    this.moving = moving;
    this.until = asked + NANOS;
  }

  public ShardMap map() {
    return map;
  }

  private long left() {
    return until - System.nanoTime();
  }

  /** Time for a new one, so that there is no gap between them. */
  public boolean halfOver() {
    return left() < NANOS / 2;
  }

  public boolean over() {
    return left() <= 0;
  }

  /** Whoever this map says owns the slot does. */
  public boolean covers(int slot) {
    return !moving.get(slot) && !over();
  }
}

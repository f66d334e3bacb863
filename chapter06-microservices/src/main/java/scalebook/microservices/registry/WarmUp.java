package scalebook.microservices.registry;

/**
 * A registry that begins empty gives no list until everybody had time to register: half a list is
 * worse than none.
 */
final class WarmUp {
  private final Timing timing;
  private final long openFrom;
  private volatile long newcomer;
  private volatile boolean open;

  /** {@code warm}: open from the start, as the first registry may be. */
  WarmUp(Timing timing, boolean warm) {
    this.timing = timing;
    this.openFrom = System.nanoTime() + timing.warmMillis() * 1_000_000;
    this.open = warm;
  }

  void registered() {
    newcomer = System.nanoTime();
  }

  /** Once and for all; not while new ones still come, for then more of them may be on their way. */
  boolean open() {
    long now = System.nanoTime();
    if (!open && now - openFrom >= 0 && now - newcomer >= timing.leaseMillis() * 1_000_000) {
      open = true;
    }
    return open;
  }
}

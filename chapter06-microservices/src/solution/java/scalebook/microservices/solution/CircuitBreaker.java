package scalebook.microservices.solution;

import java.util.function.LongSupplier;

/** A call is known by its number: who began before the last change of state, is history. */
public final class CircuitBreaker {
  private final int failuresInARow;
  private final long openMillis;
  private final LongSupplier clock;
  private boolean open;
  private long openedAt;
  private long trial = -1;
  private long firstOfThisTime;
  private long calls;
  private int inARow;

  public CircuitBreaker(int failuresInARow, long openMillis, LongSupplier clock) {
    this.failuresInARow = failuresInARow;
    this.openMillis = openMillis;
    this.clock = clock;
  }

  public synchronized long tryCall() {
    if (!open) {
      return calls++;
    }
    if (trial >= 0 || clock.getAsLong() - openedAt < openMillis) {
      return -1;
    }
    trial = calls++;
    return trial;
  }

  public synchronized void good(long call) {
    if (call == trial) {
      open = false;
      change();
    } else if (!open && call >= firstOfThisTime) {
      inARow = 0;
    }
  }

  public synchronized void bad(long call) {
    boolean counts = !open && call >= firstOfThisTime;
    if (call == trial || (counts && ++inARow == failuresInARow)) {
      open = true;
      openedAt = clock.getAsLong();
      change();
    }
  }

  private void change() {
    trial = -1;
    inARow = 0;
    firstOfThisTime = calls;
  }

  public synchronized void cancelled(long call) {
    if (call == trial) {
      trial = -1; // the next one may try
    }
  }
}

package scalebook.transactions.stage.log;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what it sees, and not for ever. */
final class Until {
  private static final long BOUND_NANOS = 120_000_000_000L;
  private static final long LOOK_NANOS = 20_000_000;

  private Until() {}

  static void seen(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("nobody has seen this: " + what);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}

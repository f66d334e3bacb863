package scalebook.replication.stage;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** For what nobody tells us: we look again, for a bounded time. */
public final class Waiting {
  private static final long LOOK_NANOS = 2_000_000;

  private Waiting() {}

  /** Whether it became so within that time. */
  public static boolean within(long boundNanos, BooleanSupplier so) {
    long deadline = System.nanoTime() + boundNanos;
    while (!so.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  /** Returns as soon as the condition holds; fails with what holds instead. */
  public static void until(long boundNanos, BooleanSupplier so, Supplier<String> otherwise) {
    if (!within(boundNanos, so)) {
      throw new IllegalStateException(otherwise.get());
    }
  }
}

package scalebook.transactions.stage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.load.Load;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.shop.Progress;

/** Buyers at the same time, and one transaction in ten commits later than those after it. */
public final class LateCommits {
  private static final int SLOW_ONE = 10;
  private static final long SLOW_NANOS = 80_000_000;
  private static final long QUICK_NANOS = 2_000_000;
  private static final long SETTLE_NANOS = 8_000_000_000L;

  private LateCommits() {}

  /** Until all events had their effects. */
  public static void run(ShopDatabases databases, OutboxOrders.Way way, int callers, int count)
      throws Exception {
    try (OutboxOrders orders = OwnRelay.orders(databases.endpoints(), way, holding())) {
      try (Load load =
          Load.closed(callers, count, number -> orders.place(Buyers.REGULAR.order(1 + number)))) {
        load.await();
      }
      long deadline = System.nanoTime() + SETTLE_NANOS;
      while (!orders.settled() && System.nanoTime() < deadline) {
        LockSupport.parkNanos(10_000_000);
      }
    }
  }

  private static Progress holding() {
    AtomicLong transactions = new AtomicLong();
    return place -> {
      if (place.equals("before-order-commit")) {
        boolean slow = transactions.incrementAndGet() % SLOW_ONE == 0;
        LockSupport.parkNanos(slow ? SLOW_NANOS : QUICK_NANOS);
      }
    };
  }
}

package scalebook.transactions.stage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;

/** What the shop said about each order; it outlives the process, and is checked at the end. */
public final class Promises {
  /** A buyer who got no answer waits before the next order. */
  private static final long WITHOUT_ANSWER_NANOS = 5_000_000;

  /** And one who got one thinks about the next. */
  private static final long THINKS_NANOS = 6_000_000;

  private final Set<Long> placed = ConcurrentHashMap.newKeySet();
  private final Set<Long> refused = ConcurrentHashMap.newKeySet();

  /** Places an order and remembers the answer. */
  void hear(Orders orders, Order order) {
    try {
      (orders.place(order) ? placed : refused).add(order.id());
      LockSupport.parkNanos(THINKS_NANOS);
    } catch (Exception unknown) {
      LockSupport.parkNanos(WITHOUT_ANSWER_NANOS);
    }
  }

  void placed(long order) {
    placed.add(order);
  }

  void refused(long order) {
    refused.add(order);
  }

  int placed() {
    return placed.size();
  }

  /** Orders that are not as they were promised. */
  long broken(Set<Long> inForce) {
    return placed.stream().filter(id -> !inForce.contains(id)).count()
        + refused.stream().filter(inForce::contains).count();
  }
}

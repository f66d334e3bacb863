package scalebook.transactions.stage;

import java.util.Map;
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

  private final Map<Long, Boolean> placed = new ConcurrentHashMap<>();

  /** Places an order and remembers the answer. */
  void hear(Orders orders, Order order) {
    try {
      hear(order.id(), orders.place(order));
      LockSupport.parkNanos(THINKS_NANOS);
    } catch (Exception unknown) {
      LockSupport.parkNanos(WITHOUT_ANSWER_NANOS);
    }
  }

  /** An order was placed, or refused. */
  void hear(long order, boolean yes) {
    placed.put(order, yes);
  }

  long placed() {
    return placed.values().stream().filter(yes -> yes).count();
  }

  /** Orders that are not as they were promised. */
  long broken(Set<Long> inForce) {
    return placed.entrySet().stream()
        .filter(one -> one.getValue() != inForce.contains(one.getKey()))
        .count();
  }
}

package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.history.Appends;
import scalebook.lab.history.History;
import scalebook.lab.history.Operation;
import scalebook.lab.history.Violation;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;

/**
 * What buyers asked and heard, and what each database shows: a history that outlives every shop. An
 * order is a list of its own, to which it is appended once: placed is ok, refused is refused, no
 * answer is unknown.
 */
public final class Promises {
  /** A buyer who got no answer waits before the next order. */
  private static final long WITHOUT_ANSWER_NANOS = 25_000_000;

  /** And one who got one thinks about the next. */
  private static final long THINKS_NANOS = 6_000_000;

  private static final int MOST_LINES = 4;

  /** There and back: whatever one of them alone shows is seen before or after another's read. */
  private static final List<Part> LOOKS =
      List.of(Part.ORDERS, Part.INVENTORY, Part.SHIPMENT, Part.INVENTORY, Part.ORDERS);

  private final History history = new History();
  private final Set<Long> all = ConcurrentHashMap.newKeySet();
  private final Map<Long, History.Pending> asked = new ConcurrentHashMap<>();
  private final AtomicLong placed = new AtomicLong();

  /** Places an order and remembers the answer. */
  void hear(Orders orders, Order order) {
    asked(order.id());
    try {
      answered(order.id(), orders.place(order));
      LockSupport.parkNanos(THINKS_NANOS);
    } catch (Exception unknown) {
      unanswered(order.id());
      LockSupport.parkNanos(WITHOUT_ANSWER_NANOS);
    }
  }

  void asked(long order) {
    all.add(order);
    asked.put(order, history.append("buyer", "shop", "order " + order, "" + order));
  }

  /** An order was placed, or refused. */
  void answered(long order, boolean yes) {
    History.Pending pending = asked.remove(order);
    if (yes) {
      placed.incrementAndGet();
      pending.ok();
    } else {
      pending.refused();
    }
  }

  /** Whoever asked gets no answer any more. */
  void unanswered(long order) {
    asked.remove(order).unknown();
  }

  /** So far. */
  public long placed() {
    return placed.get();
  }

  private long count(Operation.Outcome outcome) {
    return history.operations().stream()
        .filter(one -> !one.isRead() && one.outcome() == outcome)
        .count();
  }

  /** Reads every order in every database, when nothing is under way. */
  void look(ShopDatabases databases) throws SQLException {
    for (Part part : LOOKS) {
      Map<Long, History.Pending> reads = new ConcurrentHashMap<>();
      all.forEach(id -> reads.put(id, history.read("auditor", part.database(), "order " + id)));
      List<Long> there = databases.orders(part);
      reads.forEach(
          (id, read) -> read.ok(Collections.nCopies(Collections.frequency(there, id), "" + id)));
    }
  }

  /** An order lost, half done, or there although it was refused: at most one for each order. */
  public List<Violation> violations() {
    return Appends.check(history.operations());
  }

  /** The history in numbers, and a smallest part of it that nothing correct could have shown. */
  public void tell(Story story) {
    story.note("history: %s", this);
    violations().stream()
        .limit(1)
        .flatMap(found -> found.toString().lines())
        .limit(MOST_LINES)
        .forEach(line -> story.note("%s", line));
  }

  @Override
  public String toString() {
    return "%d acknowledged, %d refused, %d unknown; %d violations"
        .formatted(
            placed(),
            count(Operation.Outcome.REFUSED),
            count(Operation.Outcome.UNKNOWN),
            violations().size());
  }
}

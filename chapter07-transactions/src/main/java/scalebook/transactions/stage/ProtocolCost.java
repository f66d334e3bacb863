package scalebook.transactions.stage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import scalebook.lab.story.Story;
import scalebook.transactions.choreography.Flow;
import scalebook.transactions.outbox.EventStream;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Progress;

/** What an order costs when nothing fails: messages between programs, and time until its end. */
public record ProtocolCost(double messages, double millis) {
  private static final long BOUND_NANOS = 8_000_000_000L;

  /** One order after the other; {@code messages} counts those so far. */
  private static ProtocolCost of(Orders orders, int count, LongSupplier messages) throws Exception {
    long before = messages.getAsLong();
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      orders.place(Buyers.SENSIBLE.order(1 + i));
      nanos[i] = System.nanoTime() - start;
    }
    settle(orders);
    Arrays.sort(nanos);
    double sent = messages.getAsLong() - before;
    return new ProtocolCost(sent / count, nanos[count / 2] / 1e6);
  }

  /** Until nothing is on its way any more, or a bound is reached. */
  static void settle(Orders orders) throws Exception {
    long deadline = System.nanoTime() + BOUND_NANOS;
    while (!orders.settled() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** True when the choreography sends fewer messages. */
  public static boolean compare(
      Story story, ShopDatabases databases, Faults saga, Faults choreography, int count)
      throws Exception {
    Story.Table table = story.table("way", "messages", "ms to end", "lines a step");
    AtomicLong calls = new AtomicLong();
    databases.fill();
    ProtocolCost led;
    try (Orders orders = saga.orders(at -> calls.addAndGet(at.startsWith("before-") ? 2 : 0))) {
      led = of(orders, count, calls::get); // a call, and its answer
    }
    databases.fill();
    ProtocolCost alone;
    try (Orders orders = choreography.orders(Progress.UNWATCHED)) {
      alone = of(orders, count, new EventStream(databases.redis().client())::length);
    }
    Map<String, Double> bars = new LinkedHashMap<>();
    bars.put("orchestrated", story.figure("messagesOrchestrated", led.messages));
    bars.put("choreographed", story.figure("messagesChoreographed", alone.messages));
    story.figure("endRatio", alone.millis / led.millis);
    table.row("orchestrated", led.messages, led.millis, 1); // one more in SagaOrders.steps
    table.row("choreographed", alone.messages, alone.millis, Flow.STANDARD.changes(Flow.PACKED));
    story.bars("Messages of one order", "way", "messages", bars);
    return alone.messages < led.messages;
  }
}

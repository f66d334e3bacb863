package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import scalebook.lab.story.Story;
import scalebook.transactions.choreography.ChoreographedOrders;
import scalebook.transactions.choreography.Flow;
import scalebook.transactions.choreography.Participant;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.EventStream;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;

/**
 * Events as a network may deliver them, and as services may answer them: twice, late, in a circle.
 */
public record EventCalls(ShopDatabases databases, ChoreographedOrders.Settings settings) {
  private static final Order LATE = Buyers.SENSIBLE.order(900_001);
  private static final Order REPEATED = Buyers.SENSIBLE.order(900_022);
  private static final int ROUND = 4; // events
  private static final int MANY_ROUNDS = 12;
  private static final long BOUND_NANOS = 12_000_000_000L;

  /** What a circle came to. */
  public record Circle(long events, Optional<String> end) {}

  /** The same, without a hop count. */
  public EventCalls endless() {
    return new EventCalls(databases, settings.endless());
  }

  /** How many reservations are left when "ordered" comes twice. */
  public long twice() throws SQLException {
    return reservations(new Event(1, REPEATED), new Event(1, REPEATED));
  }

  /**
   * How many are left when inventory hears of the refused shipment before it hears of the order.
   */
  public long late() throws SQLException {
    Event ordered = new Event(1, LATE);
    return reservations(ordered.next("reserved").next("no-truck"), ordered);
  }

  private long reservations(Event... events) throws SQLException {
    try (Pools pools = new Pools(databases.endpoints(), part -> 1)) {
      EventStream stream = new EventStream(databases.redis().client());
      Participant inventory =
          new Participant(
              Part.INVENTORY, pools.to(Part.INVENTORY), settings, stream, Progress.UNWATCHED);
      for (Event event : events) {
        inventory.receive(event);
      }
    }
    long order = events[0].order().id();
    return databases.number(
        Part.INVENTORY, "SELECT COUNT(*) FROM reservations WHERE order_id = " + order);
  }

  /** One order that no truck can carry, and services that try again. */
  public Circle circle(Story story, String way) throws SQLException {
    databases.fill();
    Order order = Buyers.ORDINARY.order(Buyers.ORDINARY.tooLarge());
    EventStream stream = new EventStream(databases.redis().client());
    try (ChoreographedOrders orders =
        new ChoreographedOrders(
            databases.endpoints(), settings.with(Flow.RETRYING), Progress.UNWATCHED)) {
      orders.begin(order);
      long deadline = System.nanoTime() + BOUND_NANOS;
      Optional<String> end = orders.end(order.id());
      while (end.isEmpty()
          && stream.length() < ROUND * MANY_ROUNDS
          && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(5_000_000);
        end = orders.end(order.id());
      }
      String how = end.map(String::toLowerCase).orElse("goes on");
      story.note("a refused order is tried again, %s: %d events, %s", way, stream.length(), how);
      return new Circle(stream.length(), end);
    }
  }
}

package scalebook.transactions.choreography;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import scalebook.engines.Endpoints;
import scalebook.engines.Sql;
import scalebook.transactions.outbox.Consumer;
import scalebook.transactions.outbox.Events;
import scalebook.transactions.outbox.Outbox;
import scalebook.transactions.outbox.OutboxOrders;
import scalebook.transactions.outbox.Relay;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.shop.Background;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/**
 * A saga without an orchestrator: three services, each with an outbox, hear each other's events.
 */
public final class ChoreographedOrders implements Orders {
  private static final int CONNECTIONS = 9;
  private static final int LISTENING = 3;
  private static final long PATIENCE_MILLIS = 4_000;
  private static final long LOOK_NANOS = 5_000_000;
  private static final List<String> GROUPS = Stream.of(Part.values()).map(Part::database).toList();

  private final Pools pools;
  private final Events stream;
  private final Settings settings;
  private final Participant orders;
  private final List<Background> workers = new ArrayList<>();

  /**
   * What it does, and could leave out.
   *
   * @param memory what a service keeps of each step
   * @param outbox the news is a row of the step's transaction; else it is published afterwards
   * @param mostHops an event that comes after more of them is refused, where that is possible
   */
  public record Settings(Flow flow, LocalStep.Memory memory, boolean outbox, int mostHops) {
    public static final Settings ALL =
        new Settings(Flow.STANDARD, LocalStep.Memory.TOMBSTONES, true, 12);

    public Settings with(Flow other) {
      return new Settings(other, memory, outbox, mostHops);
    }

    public Settings endless() {
      return new Settings(flow, memory, outbox, Integer.MAX_VALUE);
    }
  }

  public ChoreographedOrders(Endpoints endpoints, Settings settings, Progress progress) {
    this.settings = settings;
    pools = new Pools(endpoints, part -> part == Part.ORDERS ? CONNECTIONS : LISTENING);
    stream = OutboxOrders.redis(endpoints);
    orders = new Participant(Part.ORDERS, pools.to(Part.ORDERS), settings, stream, progress);
    for (Part part : Part.values()) {
      DataSource database = pools.to(part);
      Participant service =
          part == Part.ORDERS
              ? orders
              : new Participant(part, database, settings, stream, progress);
      Relay relay = new Relay(database, stream, GROUPS, true, progress);
      Consumer consumer = new Consumer(part.database(), stream, service, progress);
      workers.add(new Background("relay-" + part.database(), relay::round));
      workers.add(new Background("consumer-" + part.database(), consumer::round));
    }
    workers.forEach(Background::start);
  }

  /** An exception when it goes on without the caller. */
  @Override
  public boolean place(Order order) throws SQLException {
    try {
      begin(order);
    } catch (Refused no) {
      return false;
    }
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    Optional<String> end = end(order.id());
    while (end.isEmpty() && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(LOOK_NANOS); // nobody calls back: its state is all there is
      end = end(order.id());
    }
    return end.orElseThrow(() -> new IllegalStateException("order " + order.id() + " goes on"))
        .equals(Part.CONFIRMED);
  }

  /** Pays, and waits for nothing else. */
  public void begin(Order order) throws SQLException {
    orders.begin(order);
  }

  /** Confirmed or cancelled; nothing as long as the order goes on. */
  public Optional<String> end(long id) throws SQLException {
    return Sql.with(
        pools.to(Part.ORDERS),
        db ->
            Sql.first(
                db,
                row -> row.getString(1),
                "SELECT state FROM orders WHERE id = ? AND state <> 'PENDING'",
                id));
  }

  /** No event is on its way, and no order waits for one; after a lost one it would for ever. */
  @Override
  public boolean settled() throws SQLException {
    if (!stream.drained(GROUPS)) {
      return false;
    }
    for (Part part : Part.values()) {
      if (Sql.with(pools.to(part), Outbox::waiting) > 0) {
        return false;
      }
    }
    return !settings.outbox || unfinished() == 0;
  }

  private long unfinished() throws SQLException {
    return Sql.with(
        pools.to(Part.ORDERS),
        db -> Sql.number(db, "SELECT COUNT(*) FROM orders WHERE state = 'PENDING'"));
  }

  @Override
  public void close() {
    workers.forEach(Background::close);
    stream.close();
    pools.close();
  }
}

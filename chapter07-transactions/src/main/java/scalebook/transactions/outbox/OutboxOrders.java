package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Endpoints;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Background;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.shop.Refused;

/**
 * The order and the news of it are one local transaction; inventory and shipment hear of it later,
 * and cannot refuse any more.
 */
public final class OutboxOrders implements Orders {
  /** What carries the events: a Redis, or a log. */
  public static final String STREAM = "stream";

  private static final int LISTENING = 2;
  private static final int CONNECTIONS = 9;
  private static final List<Part> LISTENERS = List.of(Part.INVENTORY, Part.SHIPMENT);
  private static final List<String> GROUPS = LISTENERS.stream().map(Part::database).toList();

  private final Pools pools;
  private final List<Background> workers = new ArrayList<>();
  private final Events stream;
  private final Way way;
  private final Progress progress;

  /** How the news leaves the database. */
  public enum Way {
    /** Commit, then publish: a crash between the two loses the event. */
    DUAL_WRITE(Inbox.Applies.NEWER), // a gap would stop the rest
    /** An outbox, and a relay that polls {@code place > last}. */
    LAST_SEEN(Inbox.Applies.NEWER),
    /** A relay that publishes its batches backwards. */
    LATEST_FIRST(Inbox.Applies.NEXT),
    /** Consumers that do not remember what they have applied. */
    NO_INBOX(Inbox.Applies.ALL),
    OUTBOX(Inbox.Applies.NEXT);

    private final Inbox.Applies applies;

    Way(Inbox.Applies applies) {
      this.applies = applies;
    }
  }

  public OutboxOrders(Endpoints endpoints, Way way, Progress progress) {
    this(endpoints, way, Optional.empty(), redis(endpoints), progress);
  }

  /**
   * {@code carrier}: who makes the relay's rounds, if it is not ours, in the way {@code OUTBOX}.
   */
  public OutboxOrders(
      Endpoints endpoints, Way way, Optional<Carrier> carrier, Events stream, Progress progress) {
    this.way = way;
    this.progress = progress;
    pools = new Pools(endpoints, part -> part == Part.ORDERS ? CONNECTIONS : LISTENING);
    this.stream = stream;
    if (way != Way.DUAL_WRITE) {
      workers.add(new Background("relay", relay(carrier)::round));
    }
    for (Part part : LISTENERS) {
      Inbox inbox = new Inbox(pools.to(part), part::act, way.applies);
      Consumer consumer = new Consumer(part.database(), stream, inbox, progress);
      workers.add(new Background("consumer-" + part.database(), consumer::round));
    }
    workers.forEach(Background::start);
  }

  public static Events redis(Endpoints endpoints) {
    return new EventStream(endpoints.redis(STREAM));
  }

  private Relay relay(Optional<Carrier> carrier) {
    DataSource outbox = pools.to(Part.ORDERS);
    if (carrier.isPresent() && way == Way.OUTBOX) {
      return new CarriedRelay(carrier.get(), outbox, stream, GROUPS, progress);
    }
    return way == Way.LAST_SEEN
        ? new LastSeenRelay(outbox, stream, GROUPS, progress)
        : new Relay(outbox, stream, GROUPS, way != Way.LATEST_FIRST, progress);
  }

  /** True when the order is written; its consequences follow. */
  @Override
  public boolean place(Order order) throws SQLException {
    if (order.quantity() > Part.TRUCK) {
      return false; // what nobody can ship is refused at the door: later nobody could refuse it
    }
    try {
      int number =
          Sql.inTransaction(
              pools.to(Part.ORDERS),
              connection -> {
                Part.ORDERS.act(connection, order); // holds the customer's row from here on
                int next = nextNumber(connection, order.customer());
                if (way != Way.DUAL_WRITE) {
                  Outbox.put(connection, new Event(next, order));
                }
                progress.at("before-order-commit");
                return next;
              });
      progress.at("after-order-commit");
      if (way == Way.DUAL_WRITE) {
        stream.add(new Event(number, order));
      }
      return true;
    } catch (Refused no) {
      return false;
    }
  }

  /** Every event has left the outbox, and had its effect everywhere. */
  @Override
  public boolean settled() throws SQLException {
    long waiting = Sql.with(pools.to(Part.ORDERS), Outbox::waiting);
    return (waiting == 0 || way == Way.LAST_SEEN) && stream.drained(GROUPS);
  }

  private static int nextNumber(Connection connection, int customer) throws SQLException {
    Sql.change(connection, "UPDATE accounts SET events = events + 1 WHERE customer = ?", customer);
    return (int) Sql.number(connection, "SELECT events FROM accounts WHERE customer = ?", customer);
  }

  @Override
  public void close() {
    workers.forEach(Background::close);
    stream.close();
    pools.close();
  }
}

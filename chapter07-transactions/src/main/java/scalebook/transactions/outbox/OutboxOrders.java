package scalebook.transactions.outbox;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import redis.clients.jedis.RedisClient;
import scalebook.engines.Endpoints;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Local;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.shop.ShopDatabases;

/**
 * The order and the news of it are one local transaction; inventory and shipment hear of it later,
 * and cannot refuse any more.
 */
public final class OutboxOrders implements Orders {
  private static final int LISTENING = 2;
  private static final int CONNECTIONS = 9;
  private static final List<Part> LISTENERS = List.of(Part.INVENTORY, Part.SHIPMENT);
  private static final List<String> GROUPS = LISTENERS.stream().map(Part::database).toList();

  private final Map<Part, HikariDataSource> pools = new EnumMap<>(Part.class);
  private final List<Background> workers = new ArrayList<>();
  private final List<Consumer> consumers = new ArrayList<>();
  private final RedisClient redis;
  private final EventStream stream;
  private final Way way;
  private final Crash crash;

  /** How the news leaves the database. */
  public enum Way {
    /** Commit, then publish: whoever dies between the two has told nobody. */
    DUAL_WRITE,
    /** An outbox, and a relay that asks for what is above the last number. */
    LAST_SEEN,
    OUTBOX
  }

  public OutboxOrders(Endpoints endpoints, Way way, Crash crash) {
    this.way = way;
    this.crash = crash;
    for (Part part : Part.values()) {
      pools.put(
          part, ShopDatabases.pool(endpoints, part, part == Part.ORDERS ? CONNECTIONS : LISTENING));
    }
    redis = endpoints.redis(ShopDatabases.STREAM);
    stream = new EventStream(redis);
    if (way != Way.DUAL_WRITE) {
      workers.add(
          way == Way.OUTBOX
              ? new Relay(pools.get(Part.ORDERS), stream, GROUPS, crash)
              : new LastSeenRelay(pools.get(Part.ORDERS), stream, GROUPS));
    }
    for (Part part : LISTENERS) {
      Inbox inbox =
          way == Way.OUTBOX
              ? new Inbox(pools.get(part), part::act)
              : new LenientInbox(
                  pools.get(part), part::act); // what never comes would stop the rest
      consumers.add(new Consumer(part.database(), stream, inbox, crash));
    }
    workers.addAll(consumers);
    workers.forEach(Background::start);
  }

  public List<Consumer> consumers() {
    return List.copyOf(consumers);
  }

  /** True when the order is written; its consequences follow. */
  @Override
  public boolean place(Order order) throws SQLException {
    try {
      int number =
          Local.transaction(
              pools.get(Part.ORDERS),
              connection -> {
                Part.ORDERS.act(connection, order); // holds the customer's row from here on
                int next = nextNumber(connection, order.customer());
                if (way != Way.DUAL_WRITE) {
                  put(connection, next, order);
                }
                crash.at("before-order-commit");
                return next;
              });
      crash.at("after-order-commit");
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
    try (Connection connection = pools.get(Part.ORDERS).getConnection();
        PreparedStatement count = connection.prepareStatement("SELECT COUNT(*) FROM outbox");
        ResultSet row = count.executeQuery()) {
      row.next();
      boolean empty = row.getInt(1) == 0 || way == Way.LAST_SEEN;
      return empty && stream.drained(GROUPS);
    }
  }

  private static int nextNumber(Connection connection, int customer) throws SQLException {
    Part.change(connection, "UPDATE accounts SET events = events + 1 WHERE customer = ?", customer);
    try (PreparedStatement select =
        connection.prepareStatement("SELECT events FROM accounts WHERE customer = ?")) {
      select.setInt(1, customer);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  private static void put(Connection connection, int number, Order order) throws SQLException {
    Part.change(
        connection,
        "INSERT INTO outbox (customer, number, order_id, item, quantity, cents) VALUES (?, ?, ?, ?, ?, ?)",
        order.customer(),
        number,
        order.id(),
        order.item(),
        order.quantity(),
        order.cents());
  }

  @Override
  public void close() {
    workers.forEach(Background::close);
    redis.close();
    pools.values().forEach(HikariDataSource::close);
  }
}

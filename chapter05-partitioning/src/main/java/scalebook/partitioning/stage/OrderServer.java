package scalebook.partitioning.stage;

import java.io.IOException;
import java.sql.DataTruncation;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.partitioning.routing.NodeOrders;
import scalebook.partitioning.routing.Patience;
import scalebook.partitioning.routing.TryLater;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Shard;

/**
 * Orders over HTTP: {@code GET /orders/7}, {@code GET /orders?from=1&to=9}, {@code POST /orders}
 * with {@code id=7&customer=1&cents=500}, {@code POST /orders/7} with {@code cents=100} to add.
 */
final class OrderServer implements AutoCloseable {
  /** How often it went over a network so far. */
  static final String HOPS = "X-Hops";

  /** Whose database the answer is from. */
  static final String SHARD = "X-Shard";

  private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
  private static final int THREADS = 64;
  private static final int WAIT_MILLIS = 2_000;
  private static final int WAIT_FOR_ONE_SLOT = 8;

  private final Orders orders;
  private final ScatterGather all;
  private final Service service;

  /** {@code port} 0 is any free one. */
  OrderServer(Orders orders, ScatterGather all, int port) {
    this.orders = orders;
    this.all = all;
    this.service = Service.on(port, "orders", THREADS).route("/orders", this::answer).start();
  }

  /** At most half of its threads wait for slots that move. */
  static Patience patience() {
    return new Patience(WAIT_FOR_ONE_SLOT, THREADS / 2, WAIT_MILLIS);
  }

  int port() {
    return service.port();
  }

  private Answer answer(Call call) throws Exception {
    if (!METHODS.contains(call.method())) {
      return Answer.text(405, "GET or POST").with("Allow", String.join(", ", METHODS));
    }
    try {
      if (call.rest().isEmpty()) {
        return call.is("POST") ? insert(call) : range(call);
      }
      long id = Long.parseLong(call.rest().substring(1));
      return call.is("POST") ? add(id, call) : find(id, call);
    } catch (Shard.Refused e) {
      throw new Refused(409, e.getMessage());
    } catch (TryLater e) {
      return later(e.getMessage());
    } catch (DataTruncation e) { // a sum that no column holds
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (SQLException | IOException e) {
      return later("the shard does not answer: " + e.getMessage());
    }
  }

  private static Answer later(String why) {
    return Answer.text(503, why).with("Retry-After", "1");
  }

  private Answer insert(Call call) throws Exception {
    long customer = call.needed("customer");
    if (customer != (int) customer) {
      throw new IllegalArgumentException("there is no customer " + customer);
    }
    Order order = new Order(call.needed("id"), (int) customer, call.needed("cents"), 1);
    return orders.insert(order)
        ? Answer.text(201, text(order))
        : Answer.text(409, "there is an order " + order.id());
  }

  private Answer add(long id, Call call) throws Exception {
    boolean there = orders.add(id, call.needed("cents"));
    return there ? Answer.ok("added") : Answer.text(404, "no such order");
  }

  /** A request that a sibling passed on goes no further. */
  private Answer find(long id, Call call) throws Exception {
    Orders.Found found =
        orders instanceof NodeOrders node && call.header(HOPS).isPresent()
            ? node.findHere(id)
            : orders.find(id);
    return found
        .order()
        .map(order -> Answer.ok(text(order)))
        .orElse(Answer.text(404, "no such order"))
        .with(HOPS, String.valueOf(found.hops()))
        .with(SHARD, found.by());
  }

  private Answer range(Call call) throws InterruptedException {
    Gathered<List<Order>> found = all.range(bound(call, "from"), bound(call, "to"));
    String lines = found.value().stream().map(OrderServer::text).collect(Collectors.joining("\n"));
    if (found.complete()) {
      return Answer.ok(lines);
    }
    Answer partial = Answer.text(206, lines + "\nPARTIAL: " + found.lack());
    return found.unsure().isEmpty()
        ? partial.with("X-Partial", "missing shards " + found.missing())
        : partial.with("X-Partial", found.lack());
  }

  private static long bound(Call call, String name) {
    return call.query(name)
        .map(Long::parseLong)
        .orElseThrow(() -> new IllegalArgumentException(name + "=… is needed"));
  }

  private static String text(Order order) {
    return order.id() + " " + order.customer() + " " + order.cents() + " " + order.version();
  }

  @Override
  public void close() {
    service.close();
  }
}

package scalebook.partitioning.routing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;

/**
 * Orders over HTTP: {@code GET /orders/7}, {@code GET /orders?from=1&to=9}, {@code POST /orders}
 * with {@code id=7&customer=1&cents=500}, {@code POST /orders/7} with {@code cents=100} to add.
 */
public final class OrderServer implements AutoCloseable {
  /** How often it went over a network so far. */
  public static final String HOPS = "X-Hops";

  private static final int THREADS = 24;
  private static final String PATH = "/orders";

  private final Orders orders;
  private final ScatterGather all;
  private final HttpServer server;
  private final ExecutorService requests =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("orders"));

  /** {@code port} 0 is any free one. */
  public OrderServer(Orders orders, ScatterGather all, int port) {
    this.orders = orders;
    this.all = all;
    server = Http.server(port);
    server.setExecutor(requests);
    server.createContext(PATH, this::handle);
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      serve(exchange);
    } catch (IllegalArgumentException e) {
      Pages.text(exchange, 400, "not understood: " + e.getMessage());
    } catch (NodeOrders.NotOwner e) {
      Pages.text(exchange, 409, e.getMessage());
    } catch (Gathered.Incomplete e) {
      Pages.text(exchange, 503, e.getMessage());
    } catch (Exception e) {
      Pages.text(exchange, 503, "the shard does not answer: " + e.getMessage());
    }
  }

  private void serve(HttpExchange exchange) throws Exception {
    String path = exchange.getRequestURI().getPath().substring(PATH.length());
    boolean post = exchange.getRequestMethod().equals("POST");
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.isEmpty() && post) {
      Map<String, Long> form = Pages.form(new String(body, StandardCharsets.UTF_8));
      Order order = new Order(field(form, "id"), customer(form), field(form, "cents"), 1);
      boolean fresh = orders.insert(order);
      Pages.text(
          exchange, fresh ? 201 : 409, fresh ? text(order) : "there is an order " + order.id());
    } else if (path.isEmpty()) {
      range(exchange);
    } else if (post) {
      long id = Long.parseLong(path.substring(1));
      long cents = field(Pages.form(new String(body, StandardCharsets.UTF_8)), "cents");
      boolean there = orders.add(id, cents);
      Pages.text(exchange, there ? 200 : 404, there ? "added" : "no such order");
    } else {
      Orders.Found found = find(exchange, Long.parseLong(path.substring(1)));
      exchange.getResponseHeaders().set(HOPS, String.valueOf(found.hops()));
      Pages.text(
          exchange,
          found.order().isPresent() ? 200 : 404,
          found.order().map(OrderServer::text).orElse("no such order"));
    }
  }

  /** A request that a sibling passed on goes no further. */
  private Orders.Found find(HttpExchange exchange, long id) throws Exception {
    return orders instanceof NodeOrders node && exchange.getRequestHeaders().containsKey(HOPS)
        ? node.findHere(id)
        : orders.find(id);
  }

  private void range(HttpExchange exchange) throws Exception {
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, Long> form = Pages.form(query == null ? "" : query);
    Gathered<List<Order>> found = all.range(field(form, "from"), field(form, "to"));
    StringBuilder lines = new StringBuilder();
    found.value().forEach(order -> lines.append(text(order)).append('\n'));
    if (!found.complete()) {
      exchange.getResponseHeaders().set("X-Partial", "missing shards " + found.missing());
      lines.append("PARTIAL: no answer from shards ").append(found.missing());
    }
    Pages.text(exchange, found.complete() ? 200 : 206, lines.toString().strip());
  }

  private static int customer(Map<String, Long> form) {
    long customer = field(form, "customer");
    if (customer != (int) customer) {
      throw new IllegalArgumentException("there is no customer " + customer);
    }
    return (int) customer;
  }

  private static long field(Map<String, Long> form, String name) {
    Long value = form.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + "=… is needed");
    }
    return value;
  }

  private static String text(Order order) {
    return order.id() + " " + order.customer() + " " + order.cents() + " " + order.version();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}

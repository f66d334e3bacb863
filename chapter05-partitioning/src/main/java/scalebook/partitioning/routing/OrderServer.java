package scalebook.partitioning.routing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import scalebook.lab.Tasks;
import scalebook.lab.process.Http;
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
      answer(exchange, 400, "not understood: " + e.getMessage());
    } catch (NodeOrders.NotOwner e) {
      answer(exchange, 409, e.getMessage());
    } catch (Gathered.Incomplete e) {
      answer(exchange, 503, e.getMessage());
    } catch (Exception e) {
      answer(exchange, 503, "the shard does not answer: " + e.getMessage());
    }
  }

  private void serve(HttpExchange exchange) throws Exception {
    String path = exchange.getRequestURI().getPath().substring(PATH.length());
    boolean post = exchange.getRequestMethod().equals("POST");
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (path.isEmpty() && post) {
      Map<String, Long> form = form(new String(body, StandardCharsets.UTF_8));
      Order order =
          new Order(field(form, "id"), (int) field(form, "customer"), field(form, "cents"), 1);
      boolean fresh = orders.insert(order);
      answer(exchange, fresh ? 201 : 409, fresh ? text(order) : "there is an order " + order.id());
    } else if (path.isEmpty()) {
      range(exchange);
    } else if (post) {
      long id = Long.parseLong(path.substring(1));
      long cents = field(form(new String(body, StandardCharsets.UTF_8)), "cents");
      boolean there = orders.add(id, cents);
      answer(exchange, there ? 200 : 404, there ? "added" : "no such order");
    } else {
      Orders.Found found = find(exchange, Long.parseLong(path.substring(1)));
      exchange.getResponseHeaders().set(HOPS, String.valueOf(found.hops()));
      answer(
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
    Map<String, Long> form = form(query == null ? "" : query);
    Gathered<List<Order>> found = all.range(field(form, "from"), field(form, "to"));
    StringBuilder lines = new StringBuilder();
    found.value().forEach(order -> lines.append(text(order)).append('\n'));
    if (!found.complete()) {
      exchange.getResponseHeaders().set("X-Partial", "missing shards " + found.missing());
      lines.append("PARTIAL: no answer from shards ").append(found.missing());
    }
    answer(exchange, found.complete() ? 200 : 206, lines.toString().strip());
  }

  private static Map<String, Long> form(String text) {
    Map<String, Long> form = new TreeMap<>();
    for (String pair : text.strip().split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
        form.put(pair.substring(0, equals), Long.valueOf(value));
      }
    }
    return form;
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

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}

package scalebook.transactions.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import scalebook.engines.process.Http;
import scalebook.engines.process.Pages;
import scalebook.engines.process.Tasks;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;

/** {@code POST /orders} with {@code id=7&customer=1&item=2&quantity=3}. */
final class OrderApi implements AutoCloseable {
  private static final int THREADS = 16;
  private static final long CENTS = 100;

  private final Orders orders;
  private final HttpServer server;
  private final ExecutorService requests =
      Executors.newFixedThreadPool(THREADS, Tasks.daemons("orders"));

  OrderApi(Orders orders, int port) {
    this.orders = orders;
    server = Http.server(port);
    server.setExecutor(requests);
    server.createContext("/orders", this::handle);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      if (!exchange.getRequestMethod().equals("POST")) {
        Pages.text(exchange, 405, "POST only");
        return;
      }
      Map<String, Long> form = Pages.form(Pages.body(exchange));
      Order order = order(form);
      boolean placed = orders.place(order);
      Pages.text(
          exchange,
          placed ? 201 : 409,
          "order " + order.id() + (placed ? " placed" : " refused, and left nothing"));
    } catch (IllegalArgumentException e) {
      Pages.text(exchange, 400, "not understood: " + e.getMessage());
    } catch (Exception e) {
      String why =
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""); // a driver's has many
      Pages.text(exchange, 503, "not known yet, ask GET /orders/ID later: " + why);
    }
  }

  static Order order(Map<String, Long> form) {
    int quantity = field(form, "quantity");
    if (quantity < 1) {
      throw new IllegalArgumentException("at least one piece");
    }
    return new Order(
        field(form, "id"),
        field(form, "customer"),
        field(form, "item"),
        quantity,
        quantity * CENTS);
  }

  private static int field(Map<String, Long> form, String name) {
    Long value = form.get(name);
    if (value == null) {
      throw new IllegalArgumentException("id=…&customer=…&item=…&quantity=… are needed");
    }
    if (value != value.intValue()) {
      throw new IllegalArgumentException(name + " is too large");
    }
    return value.intValue();
  }

  @Override
  public void close() {
    server.stop(0);
    requests.shutdownNow();
  }
}

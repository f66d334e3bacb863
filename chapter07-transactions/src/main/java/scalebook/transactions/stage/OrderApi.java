package scalebook.transactions.stage;

import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;

/** {@code POST /orders} with {@code id=7&customer=1&item=2&quantity=3}. */
final class OrderApi {
  private static final int THREADS = 16;
  private static final long CENTS = 100;

  private final Orders orders;
  private final Service service;

  OrderApi(Orders orders) {
    this.orders = orders;
    this.service = Service.on(0, "orders", THREADS).route("/orders", this::post).start();
  }

  int port() {
    return service.port();
  }

  private Answer post(Call call) {
    if (!call.is("POST")) {
      throw new Refused(405, "POST only");
    }
    Order order = order(call);
    try {
      boolean placed = orders.place(order);
      return Answer.text(
          placed ? 201 : 409,
          "order " + order.id() + (placed ? " placed" : " refused, and left nothing"));
    } catch (Exception e) {
      String why =
          String.valueOf(e.getMessage()).lines().findFirst().orElse(""); // a driver's has many
      return Answer.text(503, "not known yet, ask GET /orders/ID later: " + why);
    }
  }

  private static Order order(Call call) {
    int quantity = field(call, "quantity");
    if (quantity < 1) {
      throw new IllegalArgumentException("at least one piece");
    }
    int id = field(call, "id");
    return new Order(id, field(call, "customer"), field(call, "item"), quantity, quantity * CENTS);
  }

  private static int field(Call call, String name) {
    long value = call.needed(name);
    if (value != (int) value) {
      throw new IllegalArgumentException(name + " is too large");
    }
    return (int) value;
  }
}

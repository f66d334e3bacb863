package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import scalebook.engines.Sql;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;

/**
 * {@code POST /orders} with {@code id=7&customer=1&item=2&quantity=3}. Its answer is the same
 * however often it comes: 201 placed, 409 refused or another order of this id, 202 as long as
 * nobody knows.
 */
final class OrderApi {
  private static final int THREADS = 16;
  private static final long CENTS = 100;

  private final Orders orders;
  private final DataSource book;
  private final Service service;

  OrderApi(Orders orders, DataSource book) {
    this.orders = orders;
    this.book = book;
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
    Answer answer;
    try {
      answer = orders.place(order) ? placed(order) : refused(order);
    } catch (Exception e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse(""); // one of many
      answer =
          Answer.text(503, "order %d is not placed: %s".formatted(order.id(), why))
              .with("Retry-After", "1");
    }
    return answer.status() == 201 ? answer : known(order).orElse(answer);
  }

  /** It may have been here before, or be under way still. */
  private Optional<Answer> known(Order order) {
    try {
      return Sql.with(book, db -> OrderBook.find(db, order.id())).map(one -> answer(order, one));
    } catch (SQLException away) {
      return Optional.of(unknown(order.id(), "UNKNOWN"));
    }
  }

  private static Answer answer(Order order, OrderBook.Entry entry) {
    if (entry.order().filter(there -> !there.equals(order)).isPresent()) {
      return Answer.text(409, "order " + order.id() + " is there, and is another one");
    }
    if (!entry.over()) {
      return unknown(order.id(), entry.state());
    }
    return entry.placed() ? placed(order) : refused(order);
  }

  private static Answer placed(Order order) {
    return Answer.text(201, "order " + order.id() + " placed");
  }

  private static Answer refused(Order order) {
    return Answer.text(409, "order " + order.id() + " refused, and left nothing");
  }

  /** Not over yet, or nobody can say. */
  static Answer unknown(long id, String state) {
    return Answer.text(202, "%s, ask GET /orders/%d later".formatted(state, id))
        .with("Location", "/orders/" + id);
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

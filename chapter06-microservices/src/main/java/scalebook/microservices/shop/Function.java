package scalebook.microservices.shop;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.microservices.resilience.Deadline;

/**
 * What the shop does. The same code is a method of one program, or a service of its own: it does
 * not know which.
 */
public enum Function {
  /** What there is, and what it costs. Asked most of all. */
  CATALOGUE {
    @Override
    public Reply handle(Request request, DataSource database, Others others) {
      if (request.path().isEmpty()) {
        return Reply.ok(
            IntStream.rangeClosed(1, Shop.ITEMS)
                .mapToObj(Function::item)
                .collect(Collectors.joining("; ")));
      }
      DemoApp.burn(CATALOGUE_ROUNDS); // pictures, prices, recommendations
      return Reply.ok(item(request.number()));
    }
  },

  /** How many there are; takes some for an order, once. */
  INVENTORY {
    @Override
    public Reply handle(Request request, DataSource database, Others others) throws SQLException {
      int item = request.number();
      if (!request.post()) {
        return Reply.ok(
            Shop.number(database, "SELECT available FROM stock WHERE item = ?", item) + " left");
      }
      long order = request.field("order");
      long quantity = request.field("quantity");
      return Shop.once(
              database, "reservations", order, connection -> take(connection, item, quantity))
          ? Reply.ok("reserved")
          : new Reply(409, "not enough");
    }
  },

  /** Takes an order: reserves, ships, notifies. */
  ORDER {
    @Override
    public Reply handle(Request request, DataSource database, Others others)
        throws SQLException, IOException {
      if (!request.post()) {
        long there =
            Shop.number(database, "SELECT COUNT(*) FROM orders WHERE id = ?", request.number());
        return there == 1 ? Reply.ok("placed") : new Reply(404, "no such order");
      }
      long id = request.field("id");
      String reserve = "order=" + id + "&quantity=" + request.field("quantity");
      String item = String.valueOf(request.field("item"));
      Reply reserved = others.call(INVENTORY, "POST", item, reserve, true, request.deadline());
      if (reserved.status() != 200) {
        return reserved;
      }
      Shop.once(database, "orders", id, connection -> true);
      for (Function next : new Function[] {SHIPMENT, NOTIFICATION}) {
        Reply reply = others.call(next, "POST", String.valueOf(id), "", true, request.deadline());
        if (reply.status() != 200) {
          return new Reply(503, next.service() + ": " + reply.text());
        }
      }
      return Reply.ok("order " + id + " placed");
    }
  },

  /** Sends it. */
  SHIPMENT {
    @Override
    public Reply handle(Request request, DataSource database, Others others) throws SQLException {
      return noted(request, database, "shipments", "shipped");
    }
  },

  /** Tells the customer. */
  NOTIFICATION {
    @Override
    public Reply handle(Request request, DataSource database, Others others) throws SQLException {
      return noted(request, database, "notifications", "told");
    }
  };

  private static final int CATALOGUE_ROUNDS = 400;
  private static final int CENTS = 100;

  public abstract Reply handle(Request request, DataSource database, Others others)
      throws SQLException, IOException;

  /** What is asked: {@code path} is what follows the service's name. */
  public record Request(String method, String path, String body, Deadline deadline) {
    boolean post() {
      return method.equals("POST");
    }

    int number() {
      return Integer.parseInt(path);
    }

    long field(String name) {
      Map<String, String> form =
          Stream.of(body.strip().split("&"))
              .filter(pair -> pair.contains("="))
              .collect(
                  Collectors.toMap(
                      pair -> pair.substring(0, pair.indexOf('=')),
                      pair -> pair.substring(pair.indexOf('=') + 1),
                      (first, second) -> second));
      if (!form.containsKey(name)) {
        throw new IllegalArgumentException(name + "=… is needed");
      }
      return Long.parseLong(form.get(name));
    }
  }

  /** The service's name, as the registry knows it. */
  public String service() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Function of(String service) {
    for (Function function : values()) {
      if (function.service().equals(service)) {
        return function;
      }
    }
    throw new IllegalArgumentException("no service " + service);
  }

  private static String item(int number) {
    return "item " + number + ", " + number * CENTS + " cents";
  }

  private static boolean take(Connection connection, int item, long quantity) throws SQLException {
    return Shop.change(
            connection,
            "UPDATE stock SET available = available - ? WHERE item = ? AND available >= ?",
            quantity,
            item,
            quantity)
        == 1;
  }

  private static Reply noted(Request request, DataSource database, String table, String done)
      throws SQLException {
    if (request.post()) {
      Shop.once(database, table, request.number(), connection -> true);
      return Reply.ok(done);
    }
    String sql = "SELECT COUNT(*) FROM " + table + " WHERE id = ?";
    return Reply.ok(Shop.number(database, sql, request.number()) == 1 ? done : "not yet");
  }
}

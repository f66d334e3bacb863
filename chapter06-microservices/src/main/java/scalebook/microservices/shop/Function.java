package scalebook.microservices.shop;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import scalebook.engines.Sql;
import scalebook.microservices.resilience.Deadline;

/**
 * What the shop does. The same code is a method of one program, or a service of its own: it does
 * not know which.
 */
public enum Function {
  /** What there is, and what it costs. Asked most of all. */
  CATALOGUE {
    @Override
    public Reply handle(Request request, Shop shop) {
      return request.path().isEmpty()
          ? Reply.ok(
              IntStream.rangeClosed(1, Shop.ITEMS)
                  .mapToObj(Function::item)
                  .collect(Collectors.joining("; ")))
          : Reply.ok(item(request.number()));
    }
  },

  /** How many there are; takes some for an order, once. */
  INVENTORY {
    @Override
    public Reply handle(Request request, Shop shop) throws SQLException {
      int item = request.number();
      if (!request.post()) {
        String select = "SELECT available FROM stock WHERE item = ?";
        return Sql.with(shop.database(), c -> Sql.first(c, row -> row.getLong(1), select, item))
            .map(pieces -> Reply.ok(pieces + " left"))
            .orElse(Reply.ok("0 left"));
      }
      long quantity = request.quantity();
      String take = "UPDATE stock SET available = available - ? WHERE item = ? AND available >= ?";
      return shop.once(
              "reservations",
              request.field("order"),
              connection -> Sql.change(connection, take, quantity, item, quantity) == 1)
          ? Reply.ok("reserved")
          : new Reply(409, "not enough");
    }
  },

  /** Takes an order: reserves, ships, notifies. */
  ORDER {
    @Override
    public Reply handle(Request request, Shop shop) throws SQLException, IOException {
      if (!request.post()) {
        return shop.noted("orders", request.number())
            ? Reply.ok("placed")
            : new Reply(404, "no such order");
      }
      long id = request.field("id");
      String item = String.valueOf(request.field("item"));
      Map<String, Object> form = Map.of("order", id, "quantity", request.quantity());
      Reply reserved = shop.others().ask(INVENTORY, request.next(item, form));
      if (reserved.status() != 200) {
        return reserved;
      }
      shop.once("orders", id, connection -> true);
      for (Function next : new Function[] {SHIPMENT, NOTIFICATION}) {
        Reply reply = shop.others().ask(next, request.next(String.valueOf(id), Map.of()));
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
    public Reply handle(Request request, Shop shop) throws SQLException {
      return noted(request, shop, "shipments", "shipped");
    }
  },

  /** Tells the customer. */
  NOTIFICATION {
    @Override
    public Reply handle(Request request, Shop shop) throws SQLException {
      return noted(request, shop, "notifications", "told");
    }
  };

  private static final int CENTS = 100;

  public abstract Reply handle(Request request, Shop shop) throws SQLException, IOException;

  /** What is asked: {@code path} is what follows the service's name. */
  public record Request(String method, String path, Map<String, ?> form, Deadline deadline) {
    boolean post() {
      return method.equals("POST");
    }

    int number() {
      return Integer.parseInt(path);
    }

    long field(String name) {
      if (!form.containsKey(name)) {
        throw new IllegalArgumentException(name + "=… is needed");
      }
      return Long.parseLong(String.valueOf(form.get(name)));
    }

    /** Fewer than one would raise the stock. */
    long quantity() {
      long quantity = field("quantity");
      if (quantity < 1) {
        throw new IllegalArgumentException("quantity=… is 1 or more");
      }
      return quantity;
    }

    /** What it asks another function on its behalf, until the same deadline. */
    Request next(String otherPath, Map<String, ?> otherForm) {
      return new Request("POST", otherPath, otherForm, deadline);
    }
  }

  /** The service's name, as the registry knows it. */
  public String service() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Function of(String service) {
    return Stream.of(values())
        .filter(function -> function.service().equals(service))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no service " + service));
  }

  private static String item(int number) {
    return "item " + number + ", " + number * CENTS + " cents";
  }

  private static Reply noted(Request request, Shop shop, String table, String done)
      throws SQLException {
    if (request.post()) {
      shop.once(table, request.number(), connection -> true);
      return Reply.ok(done);
    }
    return Reply.ok(shop.noted(table, request.number()) ? done : "not yet");
  }
}

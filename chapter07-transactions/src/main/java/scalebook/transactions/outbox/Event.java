package scalebook.transactions.outbox;

import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.resps.StreamEntry;
import scalebook.transactions.shop.Order;

/** "Customer 7 has ordered": the number counts the customer's events, without a gap. */
public record Event(int number, Order order) {

  public int customer() {
    return order.customer();
  }

  public Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("number", String.valueOf(number));
    fields.put("id", String.valueOf(order.id()));
    fields.put("customer", String.valueOf(order.customer()));
    fields.put("item", String.valueOf(order.item()));
    fields.put("quantity", String.valueOf(order.quantity()));
    fields.put("cents", String.valueOf(order.cents()));
    return fields;
  }

  static Event of(Map<String, String> fields) {
    return new Event(
        Integer.parseInt(fields.get("number")),
        new Order(
            Long.parseLong(fields.get("id")),
            Integer.parseInt(fields.get("customer")),
            Integer.parseInt(fields.get("item")),
            Integer.parseInt(fields.get("quantity")),
            Long.parseLong(fields.get("cents"))));
  }

  /** One that came through the stream, and its place there. */
  record Received(StreamEntryID at, Event event) {
    static Received of(StreamEntry entry) {
      return new Received(entry.getID(), Event.of(entry.getFields()));
    }
  }
}

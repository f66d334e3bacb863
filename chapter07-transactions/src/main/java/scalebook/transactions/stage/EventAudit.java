package scalebook.transactions.stage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scalebook.transactions.outbox.Event;
import scalebook.transactions.outbox.EventStream;
import scalebook.transactions.shop.Part;

/**
 * What became of the events that the accounts have counted.
 *
 * @param customers who have ordered at all
 * @param early came to the consumers before one that precedes them
 * @param outOfOrder had their effect after a later one
 */
public record EventAudit(
    long events, long customers, long lost, long twice, long early, long outOfOrder) {

  private record Heard(int customer, int number) {}

  /** Of all who listen. */
  public static EventAudit of(ShopDatabases databases) throws SQLException {
    EventAudit one = of(databases, Part.INVENTORY);
    EventAudit two = of(databases, Part.SHIPMENT);
    return new EventAudit(
        one.events,
        one.customers,
        one.lost + two.lost,
        one.twice + two.twice,
        one.early,
        one.outOfOrder + two.outOfOrder);
  }

  public static EventAudit of(ShopDatabases databases, Part listener) throws SQLException {
    List<Heard> effects =
        databases.query(
            listener, EventAudit::heard, "SELECT customer, number FROM effects ORDER BY at");
    Set<Heard> once = new HashSet<>();
    Map<Integer, Integer> last = new HashMap<>();
    long outOfOrder = 0;
    for (Heard one : effects) {
      if (once.add(one)) {
        Integer before = last.put(one.customer, one.number);
        outOfOrder += before != null && one.number < before ? 1 : 0;
      }
    }
    long events = 0;
    long lost = 0;
    List<Heard> told =
        databases.query(
            Part.ORDERS,
            EventAudit::heard,
            "SELECT customer, events FROM accounts WHERE events > 0");
    for (Heard all : told) {
      events += all.number;
      for (int number = 1; number <= all.number; number++) {
        lost += once.contains(new Heard(all.customer, number)) ? 0 : 1;
      }
    }
    long twice = effects.size() - once.size();
    List<Event> input = new EventStream(databases.redis().client()).all();
    return new EventAudit(events, told.size(), lost, twice, early(input), outOfOrder);
  }

  /** At the consumers' input, where no inbox has sorted anything yet; repetitions may come. */
  private static long early(List<Event> input) {
    Map<Integer, Integer> most = new HashMap<>();
    long early = 0;
    for (Event event : input) {
      int before = most.getOrDefault(event.order().customer(), 0);
      early += event.number() > before + 1 ? 1 : 0;
      most.put(event.order().customer(), Math.max(before, event.number()));
    }
    return early;
  }

  private static Heard heard(ResultSet row) throws SQLException {
    return new Heard(row.getInt(1), row.getInt(2));
  }

  @Override
  public String toString() {
    return "%d events of %d customers: %d lost, %d came early, %d with an effect twice, %d out of order"
        .formatted(events, customers, lost, early, twice, outOfOrder);
  }
}

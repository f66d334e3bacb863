package scalebook.transactions.stage;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import scalebook.engines.Sql;
import scalebook.transactions.shop.Part;

/** What became of the events that the accounts have counted. */
public record EventAudit(long events, long lost, long twice, long outOfOrder) {

  private record Heard(int customer, int number) {}

  public static EventAudit of(ShopDatabases databases, Part listener) throws SQLException {
    List<Heard> effects =
        ask(databases, listener, "SELECT customer, number FROM effects ORDER BY at");
    Set<Heard> once = new HashSet<>();
    Map<Integer, Integer> last = new HashMap<>();
    long outOfOrder = 0;
    for (Heard one : effects) {
      once.add(one);
      Integer before = last.put(one.customer, one.number);
      outOfOrder += before != null && one.number < before ? 1 : 0;
    }
    long events = 0;
    long lost = 0;
    for (Heard told : ask(databases, Part.ORDERS, "SELECT customer, events FROM accounts")) {
      events += told.number;
      for (int number = 1; number <= told.number; number++) {
        lost += once.contains(new Heard(told.customer, number)) ? 0 : 1;
      }
    }
    return new EventAudit(events, lost, effects.size() - once.size(), outOfOrder);
  }

  private static List<Heard> ask(ShopDatabases databases, Part part, String sql)
      throws SQLException {
    return databases.at(
        part,
        connection -> Sql.query(connection, row -> new Heard(row.getInt(1), row.getInt(2)), sql));
  }
}

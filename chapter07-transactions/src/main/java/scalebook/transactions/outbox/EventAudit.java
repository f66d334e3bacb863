package scalebook.transactions.outbox;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;

/** What became of the events that the accounts have counted. */
public record EventAudit(long events, long lost, long twice, long outOfOrder) {

  public static EventAudit of(ShopDatabases databases, Part listener) throws SQLException {
    Map<Integer, Integer> told = new HashMap<>();
    try (Connection connection = databases.server(Part.ORDERS).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT customer, events FROM accounts")) {
      while (row.next()) {
        told.put(row.getInt(1), row.getInt(2));
      }
    }
    long twice = 0;
    long outOfOrder = 0;
    Map<Integer, Set<Integer>> heard = new HashMap<>();
    Map<Integer, Integer> last = new HashMap<>();
    try (Connection connection = databases.server(listener).connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT customer, number FROM effects ORDER BY at")) {
      while (row.next()) {
        int customer = row.getInt(1);
        int number = row.getInt(2);
        boolean fresh = heard.computeIfAbsent(customer, unused -> new HashSet<>()).add(number);
        twice += fresh ? 0 : 1;
        outOfOrder += number < last.getOrDefault(customer, 0) ? 1 : 0;
        last.put(customer, number);
      }
    }
    long events = 0;
    long lost = 0;
    for (Map.Entry<Integer, Integer> one : told.entrySet()) {
      Set<Integer> numbers = heard.getOrDefault(one.getKey(), Set.of());
      events += one.getValue();
      for (int number = 1; number <= one.getValue(); number++) {
        lost += numbers.contains(number) ? 0 : 1;
      }
    }
    return new EventAudit(events, lost, twice, outOfOrder);
  }
}

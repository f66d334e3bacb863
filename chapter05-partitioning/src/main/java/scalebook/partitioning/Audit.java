package scalebook.partitioning;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/**
 * What clients were promised, kept outside of all databases, and compared with what is there at the
 * end: row by row, on every shard, owned or not.
 */
public final class Audit {
  private final Map<Long, AtomicLong> promised = new ConcurrentHashMap<>();

  /**
   * Lost: not there, or not with this amount. Duplicated: there more than once. Stray: not owned.
   */
  public record Finding(int lost, int duplicated, int stray, int orders) {}

  /** An order was acknowledged, with this amount. */
  public void inserted(long id, long cents) {
    promised.put(id, new AtomicLong(cents));
  }

  /** An addition was acknowledged. */
  public void added(long id, long cents) {
    promised.get(id).addAndGet(cents);
  }

  public long expected(long id) {
    return promised.get(id).get();
  }

  public Finding check(Places places) throws SQLException {
    ShardMap map = places.directory().newest();
    Map<Long, Long> found = new HashMap<>();
    Set<Long> twice = new HashSet<>();
    int stray = 0;
    for (Shard shard : places.shards()) {
      for (Order order : all(shard)) {
        twice.addAll(found.containsKey(order.id()) ? Set.of(order.id()) : Set.of());
        found.put(order.id(), order.cents());
        stray += map.owners().get(Slots.of(order.id())) == shard.number() ? 0 : 1;
      }
    }
    int lost = 0;
    for (Map.Entry<Long, AtomicLong> one : promised.entrySet()) {
      Long cents = found.get(one.getKey());
      lost += cents != null && cents == one.getValue().get() ? 0 : 1;
    }
    return new Finding(lost, twice.size(), stray, found.size());
  }

  private static Set<Order> all(Shard shard) throws SQLException {
    Set<Order> orders = new HashSet<>();
    try (Connection connection = shard.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT id, customer, cents, version FROM orders")) {
      while (row.next()) {
        orders.add(Shard.order(row));
      }
    }
    return orders;
  }
}

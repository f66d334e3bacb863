package scalebook.partitioning.stage;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

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
      for (Order order : shard.rows().all()) {
        if (found.put(order.id(), order.cents()) != null) {
          twice.add(order.id());
        }
        stray += map.owner(order.id()) == shard.number() ? 0 : 1;
      }
    }
    long lost =
        promised.entrySet().stream()
            .filter(one -> !Objects.equals(found.get(one.getKey()), one.getValue().get()))
            .count();
    return new Finding((int) lost, twice.size(), stray, found.size());
  }
}

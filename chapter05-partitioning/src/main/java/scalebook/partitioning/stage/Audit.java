package scalebook.partitioning.stage;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.lab.history.History;
import scalebook.lab.history.Registers;
import scalebook.lab.history.Violation;
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
  private final History history = new History();

  /**
   * Lost: not there, or not with this amount. Duplicated: there more than once. Stray: not owned.
   * Violation: calls on one order that no single database could have answered so.
   */
  public record Finding(
      int lost, int duplicated, int stray, int orders, Optional<Violation> violation) {}

  /** All calls, for whoever makes some. */
  History history() {
    return history;
  }

  /** An order that is there before anybody calls. */
  public void begin(Order order) {
    history.write("setup", "shards", "" + order.id(), "" + order.cents()).ok();
    inserted(order.id(), order.cents());
  }

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
    Map<Long, History.Pending> reads = new HashMap<>();
    promised.keySet().forEach(id -> reads.put(id, history.read("audit", "owner", "" + id)));
    ShardMap map = places.directory().newest();
    Set<Long> found = new HashSet<>();
    Map<Long, Long> atOwner = new HashMap<>();
    Set<Long> twice = new HashSet<>();
    int stray = 0;
    for (Shard shard : places.shards()) {
      for (Order order : shard.rows().all()) {
        if (!found.add(order.id())) {
          twice.add(order.id());
        }
        if (map.owner(order.id()) == shard.number()) {
          atOwner.put(order.id(), order.cents());
        } else {
          stray++;
        }
      }
    }
    reads.forEach(
        (id, read) ->
            read.ok(
                Optional.ofNullable(atOwner.get(id)).map(c -> List.of("" + c)).orElse(List.of())));
    long lost =
        promised.entrySet().stream()
            .filter(one -> !Objects.equals(atOwner.get(one.getKey()), one.getValue().get()))
            .count();
    Optional<Violation> violation = Registers.check(history.operations());
    return new Finding((int) lost, twice.size(), stray, found.size(), violation);
  }
}

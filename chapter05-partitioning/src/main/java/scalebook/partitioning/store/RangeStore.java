package scalebook.partitioning.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import scalebook.partitioning.placement.RangeMap;

/** Orders by ranges of ids: neighbours live together. Counts what each shard is asked. */
public final class RangeStore {
  private final List<Shard> shards;
  private final AtomicLongArray visits;
  private RangeMap map;

  /** The shards hold all slots: here the range decides. */
  public RangeStore(List<Shard> shards, RangeMap map) throws SQLException {
    this.shards = List.copyOf(shards);
    this.visits = new AtomicLongArray(shards.size());
    this.map = map;
    for (Shard shard : shards) {
      shard.createAlone();
    }
  }

  private Shard visit(int node) {
    visits.incrementAndGet(node);
    return shards.get(node);
  }

  public void insert(Order order) throws SQLException, Shard.Refused {
    visit(map.node(order.id())).insert(order);
  }

  public Optional<Order> find(long id) throws SQLException, Shard.Refused {
    return visit(map.node(id)).find(id);
  }

  /** One shard after the other, in the order of the ids: nothing to merge. */
  public List<Order> range(long from, long to) throws SQLException {
    List<Order> found = new ArrayList<>();
    for (int node : map.nodes(from, to)) {
      found.addAll(OrderStore.range(visit(node), from, to));
    }
    return found;
  }

  /**
   * What begins at this key goes to another shard; nobody writes meanwhile (lesson 6 is for that).
   */
  public void split(long key, long last, int to) throws SQLException {
    List<Order> moving = range(key, last);
    OrderStore.fill(shards.get(to), moving);
    int from = map.node(key);
    map = map.split(key, to);
    try (Connection connection = shards.get(from).database().getConnection();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM orders WHERE id BETWEEN ? AND ?")) {
      delete.setLong(1, key);
      delete.setLong(2, last);
      delete.executeUpdate();
    }
  }

  public RangeMap map() {
    return map;
  }

  /** How often each shard was asked since the last time that somebody wanted to know. */
  public long[] visits() {
    long[] seen = new long[shards.size()];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = visits.getAndSet(i, 0);
    }
    return seen;
  }
}

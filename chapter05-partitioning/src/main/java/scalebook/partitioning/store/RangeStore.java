package scalebook.partitioning.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import scalebook.partitioning.placement.Ranges;

/** Orders by ranges of ids: neighbours live together. Counts what each shard is asked. */
public final class RangeStore {
  private final List<Shard> shards;
  private final AtomicLongArray visits;
  private final boolean pruning;
  private Ranges map;

  /**
   * The shards hold all slots: here the range decides.
   *
   * @param pruning whether a range query asks only the shards whose ranges it touches
   */
  public RangeStore(List<Shard> shards, Ranges map, boolean pruning) throws SQLException {
    this.shards = List.copyOf(shards);
    this.visits = new AtomicLongArray(shards.size());
    this.pruning = pruning;
    this.map = map;
    for (Shard shard : shards) {
      shard.createAlone();
    }
  }

  private Shard visit(int node) {
    visits.incrementAndGet(node);
    return shards.get(node);
  }

  /** Many at a time, and not counted. */
  public void fill(List<Order> orders) throws SQLException {
    for (Shard shard : shards) {
      shard.rows().fill(orders.stream().filter(o -> map.node(o.id()) == shard.number()).toList());
    }
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
    long first = pruning ? from : Long.MIN_VALUE;
    long last = pruning ? to : Long.MAX_VALUE;
    for (int node : map.nodes(first, last)) {
      found.addAll(visit(node).rows().range(from, to));
    }
    return found;
  }

  /**
   * What begins at this key goes to another shard; nobody writes meanwhile (lesson 6 is for that).
   */
  public void split(long key, long last, int to) throws SQLException {
    shards.get(to).rows().fill(range(key, last));
    int from = map.node(key);
    map = map.split(key, to);
    shards.get(from).rows().delete(key, last);
  }

  /** How many orders lie where the map says; 0 when one lies elsewhere, too. */
  public long inTheirPlaces() throws SQLException {
    long found = 0;
    for (Shard shard : shards) {
      List<Order> rows = shard.rows().all();
      if (rows.stream().anyMatch(order -> map.node(order.id()) != shard.number())) {
        return 0;
      }
      found += rows.size();
    }
    return found;
  }

  /** How often each shard was asked since the last time that somebody wanted to know. */
  public long[] visits() {
    return IntStream.range(0, shards.size())
        .mapToLong(shard -> visits.getAndSet(shard, 0))
        .toArray();
  }
}

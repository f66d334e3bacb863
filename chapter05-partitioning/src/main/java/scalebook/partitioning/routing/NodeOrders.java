package scalebook.partitioning.routing;

import java.sql.SQLException;
import java.util.List;
import scalebook.partitioning.store.Finder;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;

/**
 * One of several equal nodes: it answers for its own shard, and passes the rest on to a sibling. A
 * sibling that refuses knows a newer map.
 */
public final class NodeOrders implements Orders {
  private final Shard own;
  private final ClientLibrary library;
  private volatile List<Finder> siblings = List.of();

  /** {@code number}: its shard's. */
  public NodeOrders(int number, Places places, Patience patience) throws SQLException {
    this.own = places.shard(number);
    this.library = new ClientLibrary(places, patience);
  }

  /** All nodes by their shards' numbers, this one too; each answers as {@link #findHere} does. */
  public void siblings(List<Finder> nodes) {
    siblings = List.copyOf(nodes);
  }

  @Override
  public Found find(long id) throws Exception {
    return library.call(
        id, owner -> owner.equals(own) ? findHere(id) : siblings.get(owner.number()).find(id));
  }

  /** Only from our own shard. */
  public Found findHere(long id) throws SQLException, Shard.Refused {
    return new Found(own.find(id), 1, own.toString());
  }

  @Override
  public boolean insert(Order order) throws Exception {
    return library.insert(order);
  }

  @Override
  public boolean add(long id, long cents) throws Exception {
    return library.add(id, cents);
  }
}

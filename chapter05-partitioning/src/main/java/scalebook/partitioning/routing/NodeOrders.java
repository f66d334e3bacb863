package scalebook.partitioning.routing;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/**
 * One of several equal nodes: it answers for its own shard, and passes the rest on to a sibling.
 */
public final class NodeOrders implements Orders {
  private static final long DEADLINE_NANOS = 5_000_000_000L;

  private final Shard own;
  private final Directory directory;
  private final ClientLibrary writes;
  private volatile ShardMap map;
  private volatile List<HttpOrders> siblings = List.of();

  /** Whoever passed this on has an old map. */
  public static final class NotOwner extends Exception {
    private static final long serialVersionUID = 1;

    public NotOwner(String message) {
      super(message);
    }
  }

  public NodeOrders(Shard own, Directory directory, List<Shard> shards) throws SQLException {
    this.own = own;
    this.directory = directory;
    this.writes = new ClientLibrary(directory, shards);
    this.map = directory.newest();
  }

  /** The ports of all nodes, this one's too, by their shards' numbers. */
  public void siblings(List<Integer> ports) {
    siblings = ports.stream().map(port -> new HttpOrders(port, true)).toList();
  }

  @Override
  public Found find(long id) throws Exception {
    long deadline = System.nanoTime() + DEADLINE_NANOS;
    while (true) {
      ShardMap used = map;
      try {
        int owner = used.owner(id);
        return owner == own.number() ? findHere(id) : siblings.get(owner).find(id);
      } catch (NotOwner old) {
        if (System.nanoTime() > deadline) {
          throw old;
        }
        ShardMap newest = directory.newest();
        if (newest.epoch() > used.epoch()) {
          map = newest;
        } else {
          TimeUnit.MILLISECONDS.sleep(2); // the slot is on its way, and belongs to nobody yet
        }
      }
    }
  }

  /** Only from our own shard. */
  Found findHere(long id) throws SQLException, NotOwner {
    try {
      return new Found(own.find(id), 1);
    } catch (Shard.Refused refused) {
      throw new NotOwner(refused.getMessage() + ", epoch " + map.epoch());
    }
  }

  @Override
  public boolean insert(Order order) throws SQLException, InterruptedException {
    return writes.insert(order);
  }

  @Override
  public boolean add(long id, long cents) throws SQLException, InterruptedException {
    return writes.add(id, cents);
  }
}

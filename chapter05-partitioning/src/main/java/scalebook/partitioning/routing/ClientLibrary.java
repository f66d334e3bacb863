package scalebook.partitioning.routing;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import scalebook.partitioning.store.Directory;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/**
 * Knows the shard map and goes straight to the owner. An owner that refuses has done nothing: then
 * the map is read anew, and the call is made again, for a bounded time.
 */
public final class ClientLibrary implements Orders {
  private static final long DEADLINE_NANOS = 30_000_000_000L;
  private static final int MOST_PAUSE_MILLIS = 8;

  private final Directory directory;
  private final List<Shard> shards;
  private final AtomicLong refusals = new AtomicLong();
  private volatile ShardMap map;

  /** {@code shards}: by their numbers; also those that own nothing yet. */
  public ClientLibrary(Directory directory, List<Shard> shards) throws SQLException {
    this.directory = directory;
    this.shards = List.copyOf(shards);
    this.map = directory.newest();
  }

  /** What to do at the owner. */
  @FunctionalInterface
  private interface Call<T> {
    T at(Shard owner) throws SQLException, Shard.Refused;
  }

  private <T> T call(long id, Call<T> call) throws SQLException, InterruptedException {
    long deadline = 0;
    while (true) {
      ShardMap used = map;
      try {
        return call.at(shards.get(used.owner(id)));
      } catch (Shard.Refused old) {
        refusals.incrementAndGet();
        long now = System.nanoTime();
        deadline = deadline == 0 ? now + DEADLINE_NANOS : deadline;
        if (now > deadline) {
          throw new SQLException("nobody took the call in time: " + old.getMessage(), old);
        }
        refresh(used);
      }
    }
  }

  /** A slot that is just moving belongs to nobody for a moment: then the map is still the same. */
  private void refresh(ShardMap used) throws SQLException, InterruptedException {
    ShardMap newest = directory.newest();
    if (newest.epoch() > used.epoch()) {
      map = newest;
    } else {
      TimeUnit.MILLISECONDS.sleep(1 + ThreadLocalRandom.current().nextInt(MOST_PAUSE_MILLIS));
    }
  }

  @Override
  public Found find(long id) throws SQLException, InterruptedException {
    return new Found(call(id, owner -> owner.find(id)), 1);
  }

  @Override
  public boolean insert(Order order) throws SQLException, InterruptedException {
    return call(order.id(), owner -> owner.insert(order));
  }

  @Override
  public boolean add(long id, long cents) throws SQLException, InterruptedException {
    return call(id, owner -> owner.add(id, cents));
  }

  public ShardMap map() {
    return map;
  }

  /** Calls that went to somebody who was not the owner (any more). */
  public long refusals() {
    return refusals.get();
  }
}

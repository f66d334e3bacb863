package scalebook.partitioning.routing;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.store.Lease;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;
import scalebook.partitioning.store.Slots;

/**
 * Knows the shard map and goes straight to the owner. An owner that refuses has done nothing: then
 * the map is read anew, and the call is made again, for a bounded time. While its lease on the map
 * holds, a read need not make the owner check.
 */
public final class ClientLibrary implements Orders {
  private static final ExecutorService RENEWERS = Tasks.executor();

  private final Places places;
  private final Patience patience;
  private final boolean trusting;
  private final AtomicLong refusals = new AtomicLong();
  private final LongAdder unchecked = new LongAdder();
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile Lease lease;

  public ClientLibrary(Places places) throws SQLException {
    this(places, Patience.ofOne());
  }

  public ClientLibrary(Places places, Patience patience) throws SQLException {
    this(places, patience, true);
  }

  /** {@code trusting}: whether its reads go by the lease, as long as it has one. */
  public ClientLibrary(Places places, Patience patience, boolean trusting) throws SQLException {
    this.places = places;
    this.patience = patience;
    this.trusting = trusting;
    this.lease = places.directory().lease();
  }

  /** What to do at the owner. */
  @FunctionalInterface
  interface Call<T> {
    T at(Shard owner) throws Exception;
  }

  <T> T call(long id, Call<T> call) throws Exception {
    try (Patience.Wait wait = patience.wait(Slots.of(id))) {
      while (true) {
        ShardMap used = map();
        try {
          return call.at(places.shard(used.owner(id)));
        } catch (Shard.Refused old) {
          refusals.incrementAndGet();
          take(places.directory().lease());
          // ③ A slot that is just moving belongs to nobody for a moment: the map is still the same.
          wait.again(map().epoch() > used.epoch(), old);
        }
      }
    }
  }

  private synchronized void take(Lease fresh) {
    if (fresh.map().epoch() >= map().epoch()) {
      lease = fresh;
    }
  }

  @Override
  public Found find(long id) throws Exception {
    Found found = read(id);
    if (lease.halfOver() && renewing.compareAndSet(false, true)) {
      RENEWERS.execute(this::renew);
    }
    return found;
  }

  private Found read(long id) throws Exception {
    Lease used = lease;
    if (trusting && used.covers(Slots.of(id))) {
      Shard owner = places.shard(used.map().owner(id));
      Optional<Order> order = owner.rows().find(id);
      if (!used.over()) { // ① also when the answer came
        unchecked.increment();
        return new Found(order, 1, owner.toString());
      }
    }
    return call(id, owner -> new Found(owner.find(id), 1, owner.toString()));
  }

  private void renew() {
    try {
      take(places.directory().lease());
    } catch (SQLException e) {
      // ② without a directory, owners check: slower, and as right
    } finally {
      renewing.set(false);
    }
  }

  @Override
  public boolean insert(Order order) throws Exception {
    return call(order.id(), owner -> owner.insert(order));
  }

  @Override
  public boolean add(long id, long cents) throws Exception {
    return call(id, owner -> owner.add(id, cents));
  }

  public ShardMap map() {
    return lease.map();
  }

  /** Reads that the lease answered for: no owner had to check whether it still is one. */
  public long unchecked() {
    return unchecked.sum();
  }

  /** Calls that went to a shard that was not the owner (any more). */
  public long refusals() {
    return refusals.get();
  }
}

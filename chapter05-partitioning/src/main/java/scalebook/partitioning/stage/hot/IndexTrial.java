package scalebook.partitioning.stage.hot;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.partitioning.hot.Homes;
import scalebook.partitioning.index.CustomerIndex;
import scalebook.partitioning.index.IndexedOrders;
import scalebook.partitioning.index.Relay;
import scalebook.partitioning.placement.Placement;

/** Orders come and go, clients die after their commits, a relay wakes up late: what is listed? */
public final class IndexTrial {
  private static final int WRITERS = 4;
  private static final int CUSTOMERS = 20;
  private static final int OLD = 20;
  private static final int DEATH = 7; // every seventh change
  private static final long BOUND_MILLIS = 10_000;

  private final IndexedOrders orders;
  private final CustomerIndex index;
  private final Relay relay;
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger late = new AtomicInteger();
  private final AtomicLong lagNanos = new AtomicLong();

  /** Answers that were wrong right after a change and after two passes; deleted orders listed. */
  public record Outcome(
      int deaths, int staleAtOnce, int staleLater, int ghosts, double lagMillis) {}

  /** A client that is gone; what it committed stays. */
  private static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private interface Write {
    void run() throws SQLException;
  }

  public IndexTrial(List<DataSource> shards, boolean journals, boolean versions) {
    Homes homes = Homes.by(Placement.modulo(shards.size()));
    this.index = new CustomerIndex(shards, homes, versions);
    this.orders = new IndexedOrders(shards, index, journals, place -> die());
    this.relay = new Relay(orders, index);
  }

  private void die() {
    if (changes.incrementAndGet() % DEATH == 0) {
      throw new Died();
    }
  }

  private static void committed(Write write) throws SQLException {
    try {
      write.run();
    } catch (Died afterTheCommit) {
      return; // whatever it had still to do is not done
    }
  }

  private static String customer(long number) {
    return "customer" + (char) ('a' + number % CUSTOMERS);
  }

  public Outcome run(int count) throws Exception {
    orders.create();
    index.create();
    aRelayWakesUpLate();
    try (Load relays = Load.closed(1, Long.MAX_VALUE, n -> relay.pass());
        Load writers = Load.closed(WRITERS, count, n -> one(OLD + n))) {
      for (Ledger ledger : List.of(writers.await(), relays.stop())) {
        if (ledger.failedCount() > 0) {
          throw new IllegalStateException("orders or passes failed: " + ledger);
        }
      }
    }
    double lag = lagNanos.get() / 1e6;
    return new Outcome(changes.get() / DEATH, atOnce.get(), late.get(), ghosts(), lag);
  }

  /** It read the news of orders that are deleted when it goes on. */
  private void aRelayWakesUpLate() throws SQLException {
    for (long id = 0; id < OLD; id++) {
      long of = id;
      committed(() -> orders.insert(of, customer(of)));
    }
    Relay sleeper = new Relay(orders, index);
    Relay.Batch old = sleeper.read();
    relay.pass();
    for (long id = 0; id < OLD; id++) {
      long of = id;
      committed(() -> orders.delete(of, customer(of)));
    }
    relay.pass();
    sleeper.apply(old);
  }

  private void one(long id) throws Exception {
    String customer = customer(id);
    committed(() -> orders.insert(id, customer));
    look(id, customer, true);
    if (id % 2 == 0) {
      committed(() -> orders.delete(id, customer));
      look(id, customer, false);
    }
  }

  /** At once, and when two passes have ended: the second began after the commit. */
  private void look(long id, String customer, boolean there) throws Exception {
    long committed = System.nanoTime();
    long passes = relay.passes();
    atOnce.addAndGet(index.orders(customer).contains(id) == there ? 0 : 1);
    if (!relay.await(passes + 2, BOUND_MILLIS)) {
      throw new IllegalStateException("the relay stands still");
    }
    late.addAndGet(index.orders(customer).contains(id) == there ? 0 : 1);
    lagNanos.accumulateAndGet(System.nanoTime() - committed, Math::max);
  }

  private int ghosts() throws SQLException {
    int ghosts = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
      Set<Long> listed = index.orders(customer(i));
      listed.removeAll(orders.orders(customer(i)));
      ghosts += listed.size();
    }
    return ghosts;
  }
}

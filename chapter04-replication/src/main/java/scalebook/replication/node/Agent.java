package scalebook.replication.node;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import scalebook.engines.Replication.Position;
import scalebook.engines.process.Tasks;
import scalebook.replication.database.Condition;
import scalebook.replication.database.Database;
import scalebook.replication.database.Rejoin;
import scalebook.replication.lease.DurableFile;
import scalebook.replication.lease.Gate;
import scalebook.replication.lease.Quorum;

/**
 * What stands beside each database: it renews the lease of a primary and keeps its gate, looks
 * after its own database, and does what a monitor orders, if the order's epoch is not an old one.
 */
public final class Agent implements Node {
  private static final long RENEW_MILLIS = 200;
  private static final long DRAIN_MILLIS = 8_000;
  private static final int MOST_SHOWN = 3;
  private static final long REFUSE_MILLIS = 3_000;

  private final String name;
  private final Database database;
  private final Gate gate;
  private final Map<String, Peer> peers;
  private final boolean waits;
  private final ReentrantLock orders = new ReentrantLock();
  private final Tenure tenure;
  private final Pulse pulse;
  private volatile String joined = "";

  /** Another database: to replicate from, and to ask. */
  public record Peer(Database.Source source, Database.Connect connect) {}

  /**
   * @param waits whether an acknowledgement waits for a replica
   * @param newest where it remembers the newest epoch
   */
  public Agent(
      Database database,
      Gate gate,
      Quorum quorum,
      Map<String, Peer> peers,
      boolean waits,
      long ttlMillis,
      DurableFile newest) {
    this.name = database.name();
    this.database = database;
    this.gate = gate;
    this.peers = peers;
    this.waits = waits;
    this.tenure = new Tenure(name, gate, quorum, ttlMillis, newest);
    this.pulse = new Pulse(database, tenure, orders);
  }

  /** Starts with nobody's trust: a database that takes writes is told not to. */
  public void start() {
    Tasks.daemon("probe", pulse::probe).start();
    Tasks.daemon("lease", this::renew).start();
    Tasks.daemon("heartbeat", pulse::beat).start();
  }

  private void renew() {
    while (true) {
      tenure.renew();
      acceptAgainWhenForgotten();
      LockSupport.parkNanos(RENEW_MILLIS * 1_000_000);
    }
  }

  private interface Order<T> {
    T run() throws IOException, SQLException;
  }

  /** One at a time; what the database says goes back to who ordered. */
  private <T> T order(Order<T> order) throws IOException {
    if (!orders.tryLock()) {
      throw new Refused(name + " is busy with another order");
    }
    try {
      return order.run();
    } catch (SQLException e) {
      throw new IOException(e.getMessage(), e);
    } finally {
      orders.unlock();
    }
  }

  @Override
  public Status status() {
    return new Status(
        name,
        pulse.up(),
        orders.isLocked(),
        tenure.roleByLease(),
        tenure.epoch(),
        gate.leftMillis(),
        pulse.lagMillis(),
        tenure.following(),
        joined,
        pulse.seen());
  }

  @Override
  public Condition prepare(long epoch) throws IOException {
    return order(
        () -> {
          tenure.notOlder(epoch);
          tenure.notItself(epoch);
          tenure.stepDown(epoch);
          Condition status = database.stopReceiving();
          pulse.saw(status);
          return status;
        });
  }

  @Override
  public void promote(long epoch) throws IOException {
    order(
        () -> {
          tenure.apply(epoch);
          try {
            if (!database.drain(DRAIN_MILLIS)) {
              throw new Refused(name + " could not apply what it had received");
            }
            database.promote(epoch, waits);
            tenure.begin(epoch);
            joined = "took over in epoch " + epoch;
            return epoch;
          } catch (IOException | SQLException | RuntimeException e) {
            tenure.withdraw(epoch);
            throw e;
          }
        });
  }

  @Override
  public String follow(long epoch, String primary) throws IOException {
    return order(
        () -> {
          tenure.notOlder(epoch);
          tenure.notItself(epoch);
          if (primary.equals(name)) {
            throw new Refused(name + " cannot follow itself");
          }
          if (tenure.follows(epoch, primary) && database.status().follows()) {
            return joined;
          }
          tenure.stepDown(epoch);
          while (tenure.refusesSomebody()) {
            LockSupport.parkNanos(10_000_000); // until they have moved on
          }
          tenure.refusedAll();
          Peer peer = peers.get(primary);
          Rejoin.Joined how = new Rejoin(database, peer.source(), peer.connect()).follow();
          tenure.follow(epoch, primary);
          joined =
              how.rebuilt()
                  ? "rebuilt from %s, %d writes of its own are kept: %s"
                      .formatted(primary, how.extra().size(), shortened(how.extra()))
                  : "follows " + primary + " as it is";
          pulse.saw(database.status());
          return joined;
        });
  }

  private static String shortened(List<String> all) {
    return all.size() <= MOST_SHOWN
        ? String.join(" ", all)
        : all.get(0) + " to " + all.get(all.size() - 1);
  }

  @Override
  public Position refuse(long epoch) throws IOException {
    return order(
        () -> {
          tenure.refuse(epoch);
          try {
            return database.refuseWrites();
          } catch (SQLException e) {
            tenure.refuseNoMore();
            database.acceptWrites();
            throw e;
          }
        });
  }

  @Override
  public boolean await(Position position, long millis) throws IOException {
    return order(() -> database.await(position, millis));
  }

  @Override
  public void handOver(long epoch) throws IOException {
    order(
        () -> {
          tenure.handOver(epoch);
          return epoch;
        });
  }

  /** A monitor that died in the middle of a planned change leaves a primary that says no. */
  private void acceptAgainWhenForgotten() {
    if (!tenure.refusesLongerThan(REFUSE_MILLIS) || !orders.tryLock()) {
      return;
    }
    try {
      if (tenure.refusesLongerThan(REFUSE_MILLIS)) {
        database.acceptWrites();
        tenure.refuseNoMore();
      }
    } catch (SQLException later) {
      // With the next renewal.
    } finally {
      orders.unlock();
    }
  }
}

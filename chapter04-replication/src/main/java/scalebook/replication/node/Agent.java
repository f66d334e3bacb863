package scalebook.replication.node;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import scalebook.engines.Replication.Position;
import scalebook.engines.process.Tasks;
import scalebook.replication.node.Message.Refused;
import scalebook.replication.topology.Database;

/**
 * What stands beside each database: it renews the lease of a primary and keeps its gate, looks
 * after its own database, and does what a monitor orders, if the order's epoch is not an old one.
 */
public final class Agent {
  public static final String LEASE = "primary";
  private static final long RENEW_MILLIS = 200;
  private static final long PROBE_MILLIS = 150;
  private static final int MOST_FAILED_PROBES = 4;
  private static final long HEARTBEAT_MILLIS = 50;
  private static final long AFTER_FAILED_HEARTBEAT_MILLIS = 500;
  private static final long DRAIN_MILLIS = 8_000;
  private static final int MOST_SHOWN = 3;
  private static final long GRACE_MILLIS = 5_000;
  private static final long REFUSE_MILLIS = 3_000;

  private final String name;
  private final Database database;
  private final Gate gate;
  private final Quorum quorum;
  private final Map<String, Peer> peers;
  private final boolean waits;
  private final long ttlMillis;
  private final ReentrantLock orders = new ReentrantLock();
  private final Object state = new Object();

  // Guarded by state where they change; read by the status, which may be a moment behind.
  private volatile Role role = Role.NONE;
  private volatile long epoch;
  private volatile long refusingSince;
  private volatile String following = "";
  private volatile String joined = "";
  private volatile Database.Status seen;
  private volatile long lagMillis = -1;
  private volatile boolean up;

  /** What it is now. */
  public enum Role {
    NONE,
    REPLICA,
    CANDIDATE,
    PRIMARY
  }

  /** Another database: to replicate from, and to ask. */
  public record Peer(Database.Source source, Database.Connect connect) {}

  /**
   * @param waits whether an acknowledgement waits for a replica
   */
  public Agent(
      Database database,
      Gate gate,
      Quorum quorum,
      Map<String, Peer> peers,
      boolean waits,
      long ttlMillis) {
    this.name = database.name();
    this.database = database;
    this.gate = gate;
    this.quorum = quorum;
    this.peers = peers;
    this.waits = waits;
    this.ttlMillis = ttlMillis;
  }

  /** Starts with nobody's trust: a database that takes writes is told not to. */
  public void start(HttpServer server) {
    Message.answer(server, "/status", question -> status());
    Message.answer(server, "/prepare", question -> order(() -> prepare(question)));
    Message.answer(server, "/promote", question -> order(() -> promote(question)));
    Message.answer(server, "/follow", question -> order(() -> follow(question)));
    Message.answer(server, "/refuse", question -> order(() -> refuse(question)));
    Message.answer(server, "/await", question -> order(() -> await(question)));
    Message.answer(server, "/hand-over", question -> order(() -> handOver(question)));
    Tasks.daemon("probe", this::probe).start();
    Tasks.daemon("lease", this::renew).start();
    Tasks.daemon("heartbeat", this::beat).start();
  }

  private interface Order {
    Message run() throws Exception;
  }

  private Message order(Order order) throws Exception {
    if (!orders.tryLock()) {
      throw new Refused(name + " is busy with another order");
    }
    try {
      return order.run();
    } finally {
      orders.unlock();
    }
  }

  /** ① The lease: counted from before it was asked for. The gate knows when it ends, alone. */
  private void renew() {
    while (true) {
      Role before = role;
      long mine = epoch;
      if (before == Role.PRIMARY || before == Role.CANDIDATE) {
        OptionalLong until = quorum.renew(LEASE, mine, ttlMillis);
        synchronized (state) {
          if (until.isPresent() && epoch == mine && role == Role.PRIMARY) {
            gate.openUntil(until.getAsLong());
          }
        }
        acceptAgainWhenForgotten();
      }
      LockSupport.parkNanos(RENEW_MILLIS * 1_000_000);
    }
  }

  /** ② The database: several failures in a row, and its primary's lease is given back. */
  private void probe() {
    int failed = 0;
    while (true) {
      try (Connection connection = database.connect()) {
        distrust();
        while (true) {
          look(connection);
          failed = 0;
          up = true;
          LockSupport.parkNanos(PROBE_MILLIS * 1_000_000);
        }
      } catch (SQLException e) {
        failed++;
        if (failed >= MOST_FAILED_PROBES) {
          up = false;
          giveUp();
        }
        LockSupport.parkNanos(PROBE_MILLIS * 1_000_000);
      }
    }
  }

  private void giveUp() {
    long mine;
    synchronized (state) { // an order may begin another epoch just now
      if (role != Role.PRIMARY && role != Role.CANDIDATE) {
        return;
      }
      mine = epoch;
      stepDown(mine);
    }
    quorum.release(LEASE, mine);
  }

  private boolean takesWrites() {
    return role == Role.PRIMARY && refusingSince == 0;
  }

  /** A database that was away, or whose agent was: nobody knows that it takes no writes. */
  private void distrust() throws SQLException {
    orders.lock();
    try {
      if (!up && role == Role.NONE) {
        database.demote();
      }
    } finally {
      orders.unlock();
    }
  }

  private void look(Connection connection) throws SQLException {
    boolean before = takesWrites(); // a look from before a promotion says nothing about after it
    seen = database.status(connection);
    if (before && takesWrites() && seen.readOnly()) {
      giveUp(); // it was restarted so quickly that no probe failed
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT TIMESTAMPDIFF(MICROSECOND, at, NOW(6)) FROM heartbeat")) {
      lagMillis = row.next() ? row.getLong(1) / 1_000 : -1;
    }
  }

  /** ③ The heartbeat, a row that says when it was written: how old it is, so far behind is one. */
  private void beat() {
    while (true) {
      if (!takesWrites()) {
        LockSupport.parkNanos(HEARTBEAT_MILLIS * 1_000_000);
        continue;
      }
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        while (takesWrites()) {
          statement.executeUpdate(
              "INSERT INTO heartbeat (one, at) VALUES (1, NOW(6)) ON DUPLICATE KEY UPDATE at = NOW(6)");
          LockSupport.parkNanos(HEARTBEAT_MILLIS * 1_000_000);
        }
      } catch (SQLException noReplicaOrNoDatabase) {
        LockSupport.parkNanos(AFTER_FAILED_HEARTBEAT_MILLIS * 1_000_000);
      }
    }
  }

  private void stepDown(long toEpoch) {
    synchronized (state) {
      role = Role.NONE;
      epoch = toEpoch;
      following = "";
      if (refusingSince == 0) {
        gate.shut();
      } // else it ends by itself, see handOver
    }
  }

  private void notOlder(long asked) throws Refused {
    if (asked < epoch) {
      throw new Refused(name + " has seen epoch " + epoch + ", and this is " + asked);
    }
  }

  /** An epoch begins: no more from the last one. What has come in so far? */
  private Message prepare(Message question) throws Exception {
    long asked = question.number("epoch");
    notOlder(asked);
    if (asked == epoch && (role == Role.PRIMARY || role == Role.CANDIDATE)) {
      throw new Refused(name + " has epoch " + asked + " itself");
    }
    stepDown(asked);
    Database.Status status = database.stopReceiving();
    seen = status;
    return new Message()
        .with("voter", status.voter())
        .with("executed", status.executed().text())
        .with("received", status.received().text());
  }

  /** The lease first, then everything that came in, and only then the first write. */
  private Message promote(Message question) throws Exception {
    long asked = question.number("epoch");
    if (asked != epoch || role != Role.NONE) {
      throw new Refused(name + " was not prepared for epoch " + asked);
    }
    if (quorum.renew(LEASE, asked, ttlMillis).isEmpty()) {
      throw new Refused(name + " did not get the lease of epoch " + asked);
    }
    role = Role.CANDIDATE;
    try {
      Database.Status status = database.status();
      if (status.received().compareTo(status.executed()) > 0
          && !database.await(status.received(), DRAIN_MILLIS)) {
        throw new Refused(name + " could not apply what it had received");
      }
      database.promote(asked, waits);
      OptionalLong until = quorum.renew(LEASE, asked, ttlMillis);
      synchronized (state) {
        if (role != Role.CANDIDATE) {
          throw new Refused(name + " gave up: its database did not answer");
        }
        refusingSince = 0;
        role = Role.PRIMARY;
        until.ifPresent(gate::openUntil); // else with the next renewal
      }
    } catch (Exception e) {
      stepDown(asked);
      quorum.release(LEASE, asked);
      throw e;
    }
    return status();
  }

  private Message follow(Message question) throws Exception {
    long asked = question.number("epoch");
    String whom = question.get("primary");
    notOlder(asked);
    if (whom.equals(name) || asked == epoch && role != Role.NONE && role != Role.REPLICA) {
      throw new Refused(name + " has epoch " + asked + " itself");
    }
    stepDown(asked);
    while (refusingSince != 0 && gate.leftMillis() > 0 && gate.inUse()) {
      LockSupport.parkNanos(10_000_000); // writers still hear a clear no, until they have moved on
    }
    refusingSince = 0;
    gate.shut();
    Peer primary = peers.get(whom);
    Database.Joined how = database.follow(primary.source(), primary.connect());
    synchronized (state) {
      if (epoch == asked) {
        role = Role.REPLICA;
        following = whom;
      }
    }
    joined =
        how.rebuilt()
            ? "rebuilt from %s, %d writes of its own: %s"
                .formatted(whom, how.extra().size(), shortened(how.extra()))
            : "follows " + whom + " as it is";
    return new Message().with("joined", joined);
  }

  private static String shortened(List<String> all) {
    return all.size() <= MOST_SHOWN
        ? String.join(" ", all)
        : all.get(0) + " to " + all.get(all.size() - 1);
  }

  /** A planned change begins: writes are refused, and nothing else changes. */
  private Message refuse(Message question) throws Exception {
    if (role != Role.PRIMARY || question.number("epoch") != epoch) {
      throw new Refused(name + " is not the primary of this epoch");
    }
    refusingSince = System.nanoTime();
    try {
      Position all = database.refuseWrites();
      return new Message().with("executed", all.text());
    } catch (SQLException e) {
      refusingSince = 0;
      database.acceptWrites();
      throw e;
    }
  }

  private Message await(Message question) throws Exception {
    Position position = database.dialect().parse(question.get("position"));
    return new Message().with("there", database.await(position, question.number("ms")));
  }

  /** Gives the lease back. Its database refuses writes, so a clear no may pass a little longer. */
  private Message handOver(Message question) throws Exception {
    if (refusingSince == 0 || question.number("epoch") != epoch) {
      throw new Refused(name + " still takes writes");
    }
    synchronized (state) {
      role = Role.NONE;
      gate.openUntil(System.nanoTime() + GRACE_MILLIS * 1_000_000);
    }
    quorum.release(LEASE, epoch);
    return new Message();
  }

  /** A monitor that died in the middle of a planned change leaves a primary that says no. */
  private void acceptAgainWhenForgotten() {
    long since = refusingSince;
    if (since == 0 || System.nanoTime() - since < REFUSE_MILLIS * 1_000_000 || !orders.tryLock()) {
      return;
    }
    try {
      if (role == Role.PRIMARY) {
        database.acceptWrites();
        refusingSince = 0;
      }
    } catch (SQLException later) {
      // With the next renewal.
    } finally {
      orders.unlock();
    }
  }

  private Message status() throws IOException {
    Database.Status last = seen;
    Message message =
        new Message()
            .with("name", name)
            .with("up", up)
            .with("role", role)
            .with("epoch", epoch)
            .with("left", gate.leftMillis())
            .with("following", following)
            .with("joined", joined)
            .with("lag", lagMillis)
            .with("busy", orders.isLocked());
    return message
        .with("executed", last == null ? "" : last.executed().text())
        .with("place", last == null ? "?" : last.executed())
        .with("voter", last != null && last.voter())
        .with("readOnly", last == null || last.readOnly())
        .with("receiving", last != null && last.receiving())
        .with("logIsGone", last != null && last.logIsGone())
        .with("applying", last != null && last.applying());
  }
}

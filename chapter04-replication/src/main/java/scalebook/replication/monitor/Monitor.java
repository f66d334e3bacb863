package scalebook.replication.monitor;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import scalebook.lab.fault.Crash;
import scalebook.replication.lease.Quorum;
import scalebook.replication.node.Node;
import scalebook.replication.node.Refused;

/**
 * Sees that there is a primary, and that the others follow it. Several may run: one of them has a
 * lease of its own. All it knows is at the keepers and at the nodes, so that another one can go on
 * in the middle of anything.
 */
public final class Monitor {
  private static final String LEASE = "monitor";
  private static final long LEASE_MILLIS = 2_000;
  private static final long LOOP_MILLIS = 60;
  private static final long STATUS_MILLIS = 800;

  /** So often in a row nobody must have the lease: a renewal may just be on its way. */
  private static final int SUSPICIONS = 2;

  private final String name;
  private final Nodes nodes;
  private final Quorum quorum;
  private final Followers followers;
  private final Promotion promotion;
  private final Consumer<String> log;
  private long epoch;
  private long untilNanos = System.nanoTime();
  private int suspicions;

  public Monitor(
      String name, Map<String, Node> nodes, Quorum quorum, Crash crash, Consumer<String> log) {
    this.name = name;
    this.nodes = new Nodes(nodes);
    this.quorum = quorum;
    this.followers = new Followers(this.nodes, log);
    this.promotion = new Promotion(this.nodes, quorum, followers, crash, log);
    this.log = log;
  }

  public void run() {
    while (true) {
      if (active()) {
        look();
      }
      LockSupport.parkNanos(LOOP_MILLIS * 1_000_000);
    }
  }

  /** One of several monitors works at a time; the others wait for the end of its lease. */
  private synchronized boolean active() {
    long left = untilNanos - System.nanoTime();
    if (left > LEASE_MILLIS * 1_000_000 / 2) {
      return true;
    }
    OptionalLong until;
    if (left > 0) {
      until = quorum.renew(LEASE, epoch, LEASE_MILLIS);
    } else {
      Optional<Quorum.Seen> seen = quorum.look(LEASE);
      if (seen.isEmpty() || !seen.get().over()) {
        return false;
      }
      epoch = seen.get().epoch() + 1;
      until = quorum.acquire(LEASE, epoch, LEASE_MILLIS);
      until.ifPresent(yes -> log.accept(name + " watches"));
    }
    untilNanos = until.orElse(System.nanoTime());
    return until.isPresent();
  }

  private synchronized void look() {
    Optional<Quorum.Seen> seen = quorum.look(Node.LEASE);
    if (seen.isEmpty()) {
      return; // we hear no majority: nobody may act on our word
    }
    Quorum.Seen lease = seen.get();
    if (lease.valid()) {
      suspicions = 0;
      if (nodes.names().contains(lease.holder())) {
        followers.reconcile(lease.holder(), lease.epoch());
      }
    } else if (lease.over() && ++suspicions >= SUSPICIONS) {
      if (lease.epoch() == 0) {
        begin();
      } else if (promotion.change(lease.epoch() + 1, "")) {
        suspicions = 0;
      }
    }
  }

  /** The keepers know of no epoch yet, but the databases do. */
  private void begin() {
    List<Long> epochs =
        nodes.all(STATUS_MILLIS, Node::status).values().stream()
            .filter(Node.Status::up)
            .map(status -> status.database().executed().epoch())
            .toList();
    if (nodes.majority(epochs.size())) {
      promotion.change(Collections.max(epochs) + 1, "");
    }
  }

  /** A planned change: one gives way to another, and nothing is lost. */
  public synchronized String switchover(String to) throws IOException {
    Quorum.Seen lease = quorum.look(Node.LEASE).orElseThrow(() -> new Refused("no quorum"));
    String from = lease.holder();
    if (!active() || !lease.valid() || !nodes.names().contains(from)) {
      throw new Refused(name + " cannot change a primary now");
    }
    if (!nodes.names().contains(to) || to.equals(from)) {
      throw new Refused(to + " is the primary, or no node");
    }
    promotion.catchUp(from, to, lease.epoch());
    active(); // for a while longer
    promotion.handOver(from, to, lease.epoch());
    return from + " gave way to " + to;
  }
}

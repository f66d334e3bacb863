package scalebook.replication.node;

import java.util.OptionalLong;
import scalebook.replication.lease.DurableFile;
import scalebook.replication.lease.Gate;
import scalebook.replication.lease.Quorum;
import scalebook.replication.node.Node.Role;

/**
 * What a node is, in which epoch, and until when: the lease and the gate change with the role, and
 * never without it.
 */
final class Tenure {
  private static final long GRACE_MILLIS = 5_000;

  private final String name;
  private final Gate gate;
  private final Quorum quorum;
  private final long ttlMillis;
  private final DurableFile newest;
  private Role role = Role.NONE;
  private long epoch;
  private String following = "";
  private boolean refusing;
  private long refusingSince;

  /**
   * @param newest remembers the epoch: a restarted node obeys no older one either
   */
  Tenure(String name, Gate gate, Quorum quorum, long ttlMillis, DurableFile newest) {
    this.name = name;
    this.gate = gate;
    this.quorum = quorum;
    this.ttlMillis = ttlMillis;
    this.newest = newest;
    this.epoch = newest.read().map(Long::parseLong).orElse(0L);
  }

  synchronized Role role() {
    return role;
  }

  /** Without a lease nobody is primary, whatever it was. */
  synchronized Role roleByLease() {
    return role == Role.PRIMARY && gate.leftMillis() == 0 ? Role.NONE : role;
  }

  /** Whether it may say how late it is: a heartbeat without a lease would lie. */
  synchronized boolean mayBeat() {
    return takesWrites() && gate.leftMillis() > 0;
  }

  synchronized long epoch() {
    return epoch;
  }

  synchronized String following() {
    return following;
  }

  synchronized boolean follows(long asked, String primary) {
    return role == Role.REPLICA && epoch == asked && following.equals(primary);
  }

  synchronized boolean takesWrites() {
    return role == Role.PRIMARY && !refusing;
  }

  private synchronized boolean owns() {
    return role == Role.PRIMARY || role == Role.CANDIDATE;
  }

  synchronized void notOlder(long asked) throws Refused {
    if (asked < epoch) {
      throw new Refused(name + " has seen epoch " + epoch + ", and this is " + asked);
    }
  }

  synchronized void notItself(long asked) throws Refused {
    if (asked == epoch && owns()) {
      throw new Refused(name + " has epoch " + asked + " itself");
    }
  }

  /** ① The lease: counted from before it was asked for. The gate knows when it ends, alone. */
  void renew() {
    long mine;
    synchronized (this) {
      if (!owns()) {
        return;
      }
      mine = epoch;
    }
    OptionalLong until = quorum.renew(Node.LEASE, mine, ttlMillis);
    synchronized (this) {
      if (until.isPresent() && epoch == mine && role == Role.PRIMARY) {
        gate.openUntil(until.getAsLong());
      }
    }
  }

  /** Nothing passes any more, unless a planned change is under way: that ends by itself. */
  synchronized void stepDown(long toEpoch) {
    role = Role.NONE;
    if (toEpoch != epoch) {
      newest.write(String.valueOf(toEpoch)); // before anybody hears of it
    }
    epoch = toEpoch;
    following = "";
    if (!refusing) {
      gate.shut();
    }
  }

  /** Its database does not answer: somebody else may begin at once. */
  void giveUp() {
    long mine;
    synchronized (this) { // an order may begin another epoch just now
      if (!owns()) {
        return;
      }
      mine = epoch;
      stepDown(mine);
    }
    quorum.release(Node.LEASE, mine);
  }

  void apply(long asked) throws Refused {
    synchronized (this) {
      if (asked != epoch || role != Role.NONE) {
        throw new Refused(name + " was not prepared for epoch " + asked);
      }
    }
    if (quorum.renew(Node.LEASE, asked, ttlMillis).isEmpty()) {
      throw new Refused(name + " did not get the lease of epoch " + asked);
    }
    synchronized (this) {
      role = Role.CANDIDATE;
    }
  }

  void begin(long asked) throws Refused {
    OptionalLong until = quorum.renew(Node.LEASE, asked, ttlMillis);
    synchronized (this) {
      if (role != Role.CANDIDATE) {
        throw new Refused(name + " gave up: its database did not answer");
      }
      refusing = false;
      role = Role.PRIMARY;
      until.ifPresent(gate::openUntil); // else with the next renewal
    }
  }

  void withdraw(long asked) {
    stepDown(asked);
    quorum.release(Node.LEASE, asked);
  }

  synchronized void follow(long asked, String primary) {
    if (epoch == asked) {
      role = Role.REPLICA;
      following = primary;
    }
  }

  synchronized void refuse(long asked) throws Refused {
    if (role != Role.PRIMARY || asked != epoch) {
      throw new Refused(name + " is not the primary of this epoch");
    }
    refusing = true;
    refusingSince = System.nanoTime();
  }

  synchronized void refuseNoMore() {
    refusing = false;
  }

  /** A primary that has said no for so long. */
  synchronized boolean refusesLongerThan(long millis) {
    return role == Role.PRIMARY
        && refusing
        && System.nanoTime() - refusingSince >= millis * 1_000_000;
  }

  /** Whether somebody may still be hearing a clear no. */
  synchronized boolean refusesSomebody() {
    return refusing && gate.leftMillis() > 0 && gate.inUse();
  }

  synchronized void refusedAll() {
    refusing = false;
    gate.shut();
  }

  /** Its database refuses writes, so a clear no may pass a little longer. */
  void handOver(long asked) throws Refused {
    synchronized (this) {
      if (!refusing || asked != epoch) {
        throw new Refused(name + " still takes writes");
      }
      role = Role.NONE;
      gate.openForRefusalsUntil(System.nanoTime() + GRACE_MILLIS * 1_000_000);
    }
    quorum.release(Node.LEASE, asked);
  }
}

package scalebook.transactions.twophase;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.engines.process.Tasks;
import scalebook.transactions.shop.Progress;

/**
 * Ends branches that were left prepared: commits what the log knows, rolls back what it does not.
 * Only branches of its own coordinator, and none that is still running.
 */
public final class Recovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final long BETWEEN_MILLIS = 400;

  private final String coordinator;
  private final DecisionLog log;
  private final List<XaResource> resources;
  private final Set<String> running;
  private final Progress progress;
  private final Map<XaResource, XaResource.Link> links = new HashMap<>();
  private final ReentrantLock round = new ReentrantLock();
  private final Condition wanted = round.newCondition();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong rolledBack = new AtomicLong();
  private final Thread thread = Tasks.daemon("recovery", this::background);
  private volatile boolean closed;

  Recovery(
      String coordinator,
      DecisionLog log,
      List<XaResource> resources,
      Set<String> running,
      Progress progress) {
    this.coordinator = coordinator;
    this.log = log;
    this.resources = resources;
    this.running = running;
    this.progress = progress;
  }

  void start() {
    round();
    thread.start();
  }

  private void background() {
    while (!closed) {
      round.lock();
      try {
        wanted.await(BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
        if (!closed) {
          round();
        }
      } catch (InterruptedException closing) {
        return;
      } finally {
        round.unlock();
      }
    }
  }

  void soon() {
    if (round.tryLock()) { // else it is at work
      try {
        wanted.signal();
      } finally {
        round.unlock();
      }
    }
  }

  /** Branches that it has committed and rolled back so far. */
  public long ended() {
    return committed.get() + rolledBack.get();
  }

  /** One look at every database; true when all answered and nothing of ours is left. */
  public boolean round() {
    round.lock();
    try {
      return log.usable() && oneRound();
    } finally {
      round.unlock();
    }
  }

  private boolean oneRound() {
    // ① Before the databases are asked: a transaction that is decided only later could not be in
    // their answers, and would look as if it were done.
    Map<String, List<String>> finished = log.undone();
    finished.keySet().removeAll(running);
    Set<String> silent = new HashSet<>();
    Set<String> left = new HashSet<>();
    for (XaResource resource : resources) {
      try {
        endBranches(resource, left);
      } catch (SQLException | XAException e) {
        drop(resource);
        silent.add(resource.name());
      }
    }
    finished.forEach(
        (number, databases) -> {
          if (!left.contains(number) && databases.stream().noneMatch(silent::contains)) {
            forget(number);
          }
        });
    return silent.isEmpty() && left.isEmpty();
  }

  private void endBranches(XaResource resource, Set<String> left) throws SQLException, XAException {
    XAResource xa = link(resource).xa();
    Xid[] prepared = xa.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    progress.at("in-recovery");
    for (Xid xid : prepared) {
      TransactionId id = TransactionId.of(xid).orElse(null);
      if (id == null
          || !id.coordinator().equals(coordinator)
          || !id.resource().equals(resource.name())
          // ② First whether it runs, then whether it is decided: the other way round it could be
          // decided and over between the two questions, and be taken for forgotten.
          || running.contains(id.number())) {
        continue;
      }
      end(xa, id, left);
    }
  }

  private void end(XAResource xa, TransactionId id, Set<String> left) throws XAException {
    boolean commit = log.isDecided(id.number());
    try {
      if (commit) {
        xa.commit(id, false);
        committed.incrementAndGet();
      } else {
        xa.rollback(id);
        rolledBack.incrementAndGet();
      }
      LOG.info("{} {}", commit ? "committed" : "rolled back", id);
      progress.at("after-a-recovered-branch");
    } catch (XAException e) {
      if (e.errorCode == XAException.XAER_RMFAIL) {
        throw e; // the database is away
      }
      if (e.errorCode != XAException.XAER_NOTA) {
        LOG.error("{} cannot be ended, look at it by hand: {}", id, e.errorCode, e);
      }
      // ③ Either it is done, or another connection still has it: the server has not noticed yet
      // that its owner is gone, says "unknown" for what it lists, and may list it again.
      left.add(id.number());
    }
  }

  private void forget(String number) {
    try {
      log.done(number);
    } catch (IOException e) {
      LOG.warn("cannot write that {} is done", number, e); // the next start commits it again
    }
  }

  private XaResource.Link link(XaResource resource) throws SQLException {
    XaResource.Link link = links.get(resource);
    if (link == null) {
      link = resource.open();
      links.put(resource, link);
    }
    return link;
  }

  private void drop(XaResource resource) {
    XaResource.Link link = links.remove(resource);
    if (link != null) {
      XaResource.closeQuietly(link);
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    round.lock();
    try {
      List.copyOf(links.keySet()).forEach(this::drop);
    } finally {
      round.unlock();
    }
  }
}

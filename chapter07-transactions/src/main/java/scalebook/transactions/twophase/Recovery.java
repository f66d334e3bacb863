package scalebook.transactions.twophase;

import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scalebook.transactions.shop.Background;
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
  private final Background background;
  private final Ends ends;

  /** Which prepared branches it ends. */
  public enum Ends {
    /** All of its own coordinator: without a decision they are rolled back (presumed abort). */
    OWN,
    /** Only those with a decision: nothing is presumed. */
    DECIDED,
    /** Whatever is prepared, also another coordinator's. */
    ANY,
    NONE
  }

  Recovery(
      Ends ends,
      String coordinator,
      DecisionLog log,
      List<XaResource> resources,
      Set<String> running,
      Progress progress) {
    this.ends = ends;
    this.coordinator = coordinator;
    this.log = log;
    this.resources = resources;
    this.running = running;
    this.progress = progress;
    this.background = new Background("recovery", this::once);
  }

  void start() {
    round();
    background.start();
  }

  private long once() {
    round();
    return BETWEEN_MILLIS;
  }

  void soon() {
    background.soon();
  }

  /** One look at every database; true when all answered and nothing of ours is left. */
  public synchronized boolean round() {
    try {
      return ends == Ends.NONE || log.usable() && oneRound();
    } catch (IOException e) {
      LOG.error("nothing is ended any more", e); // the next start reads what was decided
      return false;
    }
  }

  private boolean oneRound() throws IOException {
    // ① Before the databases are asked: a transaction that is decided only later could not be in
    // their answers, and would look as if it were done.
    Map<String, List<String>> decided = log.undone();
    decided.keySet().removeAll(running);
    Set<String> answered = new HashSet<>();
    Set<String> left = new HashSet<>();
    for (XaResource resource : resources) {
      try {
        endBranches(resource, left);
        answered.add(resource.name());
      } catch (SQLException | XAException away) {
        drop(resource);
      }
    }
    boolean all = left.isEmpty() && answered.size() == resources.size();
    for (Map.Entry<String, List<String>> one : decided.entrySet()) {
      // Who is not configured just now has not answered, either, and may still hold a branch.
      if (!left.contains(one.getKey()) && answered.containsAll(one.getValue())) {
        log.done(one.getKey());
      } else {
        all = false;
      }
    }
    return all;
  }

  private void endBranches(XaResource resource, Set<String> left)
      throws SQLException, XAException, IOException {
    XAResource xa = link(resource).xa();
    Xid[] prepared = xa.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
    progress.at("in-recovery");
    for (Xid xid : prepared) {
      Optional<TransactionId> ours =
          TransactionId.of(xid)
              .filter(id -> ends == Ends.ANY || id.coordinator().equals(coordinator))
              .filter(id -> id.resource().equals(resource.name()))
              // ② First whether it runs, then whether it is decided: the other way round it could
              // be decided and over between the two questions, and be taken for forgotten.
              .filter(id -> !running.contains(id.number()));
      if (ours.isPresent()) {
        end(xa, ours.get(), left);
      }
    }
  }

  private void end(XAResource xa, TransactionId id, Set<String> left)
      throws XAException, IOException {
    boolean commit = log.isDecided(id.number());
    if (!commit && ends == Ends.DECIDED) {
      return;
    }
    try {
      if (commit) {
        xa.commit(id, false);
      } else {
        xa.rollback(id);
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
    background.close();
    synchronized (this) {
      List.copyOf(links.keySet()).forEach(this::drop);
    }
  }
}

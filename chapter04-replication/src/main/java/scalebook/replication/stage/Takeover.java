package scalebook.replication.stage;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scalebook.lab.history.Violation;
import scalebook.lab.story.Entry;

/** The primary is broken under load, another one takes over, and the old one returns. */
public final class Takeover {
  private static final int WRITES = 200;
  private static final int ASKED = 5;

  private final Cluster cluster;
  private final long firstId;

  /** What is done to a node. */
  public interface Verb {
    void to(String name) throws Exception;
  }

  /**
   * What clients saw.
   *
   * @param writes of the worst of the three databases
   * @param asked reads of the old primary, begun after the new one had answered
   * @param answered how many of these it answered, and writes
   * @param operations on registers, of which the checker judges
   * @param acknowledged writes of each node, over time
   */
  public record Seen(
      double downtimeMillis,
      Writers.Finding writes,
      long asked,
      long answered,
      int operations,
      Optional<Violation> violation,
      boolean equal,
      Map<String, List<Entry.Point>> acknowledged) {}

  /**
   * @param firstId of the writes
   */
  public Takeover(Cluster cluster, long firstId) {
    this.cluster = cluster;
    this.firstId = firstId;
  }

  public Seen after(Verb breaks, Verb mends) throws Exception {
    String name = cluster.primary();
    long epoch = cluster.router().epoch();
    try (Writers writers = cluster.writers(firstId);
        RegisterClients registers = cluster.registers()) {
      writers.awaitMore(WRITES);
      long fault = System.nanoTime();
      breaks.to(name);
      writers.awaitMore(WRITES / 2); // those of the old epoch that were under way do not last long
      while (cluster.router().epoch() == epoch) {
        writers.awaitMore(1);
      }
      writers.awaitMore(WRITES);
      registers.stop(ASKED);
      writers.letGo();
      mends.to(name);
      cluster.awaitFollowing();
      writers.stop();
      cluster.awaitHealthy();
      boolean equal = cluster.equal();
      Writers.Finding found = worst(writers);
      return new Seen(
          writers.downtimeMillis(fault, epoch),
          found,
          registers.askedTheOld(),
          registers.answeredByTheOld() + found.old(),
          registers.operations(),
          registers.violation(),
          equal,
          writers.acknowledgedBy(fault));
    }
  }

  /** All have the same rows, or one of them lacks most. */
  private Writers.Finding worst(Writers writers) throws SQLException {
    Writers.Finding worst = cluster.check(writers);
    for (String name : Topology.NAMES) {
      Writers.Finding here = cluster.topology().read(name, writers::check);
      worst = here.lost() > worst.lost() ? here : worst;
    }
    return worst;
  }
}

package scalebook.replication.stage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import scalebook.engines.Replication.Position;
import scalebook.engines.Sql;
import scalebook.engines.process.Tasks;
import scalebook.lab.Lab;
import scalebook.lab.Own;
import scalebook.replication.monitor.PromotionChooser.Candidate;
import scalebook.replication.router.Router;

/**
 * A primary behind slow links dies under load, and an operator promotes a replica by hand. What had
 * the writers been told, and what is there?
 */
public final class KilledPrimary {
  private static final int UNAPPLIED = 20;
  private static final long REPORT_NANOS = 300_000_000;
  private static final int AFTERWARDS = 20;

  private final Way way;
  private final Duration delay;
  private final Own own;

  /**
   * How it replicates, and how a replica is promoted.
   *
   * @param waits whether an acknowledgement waits for a replica
   * @param late db2 alone receives the last writes, and a long report keeps it from applying them
   * @param byReceived who received most is promoted; else who applied most
   * @param drains whether it applies all that it received before it is promoted
   */
  public record Way(boolean waits, boolean late, boolean byReceived, boolean drains) {}

  /**
   * @param unapplied what the promoted one had received and not applied
   * @param extra writes that only the old primary has when it returns
   */
  public record Loss(Writers.Finding writes, long unapplied, int extra) {}

  public KilledPrimary(Way way, Duration delay, Own own) {
    this.own = own;
    this.way = way;
    this.delay = delay;
  }

  public Loss after(Lab lab, int writes) throws Exception {
    try (Topology topology = Topology.open(lab, 2, 0);
        Router router = topology.router(60_000).primary(1, "db1");
        Connection report = topology.server("db2").connect()) {
      topology.database("db1").waitForReplica(way.waits);
      topology.delay("db1", delay);
      try (Writers writers = Writers.start(router)) {
        writers.awaitMore(writes);
        if (way.late) {
          Sql.run(report, "LOCK TABLES entries READ");
          // db3 has applied most, and db2 will have received most
          Position locked = topology.database("db2").executed();
          while (topology.database("db3").executed().compareTo(locked) <= 0) {
            writers.awaitMore(1);
          }
          topology.link("db3", "db1").blackHole();
          writers.awaitMore(UNAPPLIED);
        }
        List<String> replicas = Topology.others("db1");
        replicas.forEach(r -> topology.link(r, "db1").cut()); // what was on its way is gone, too
        if (!way.waits) {
          writers.awaitMore(1); // its network dies first, and it has somebody to answer to
        }
        topology.server("db1").kill();
        Candidate best = promote(topology, report);
        router.primary(2, best.name());
        writers.awaitMore(AFTERWARDS).stop(); // the new one works
        Writers.Finding found = topology.read(best.name(), writers::check);
        replicas.forEach(r -> topology.link(r, "db1").heal());
        long unapplied = best.received().index() - best.executed().index();
        return new Loss(found, unapplied, way.late ? 0 : comesBack(topology, best.name()));
      }
    }
  }

  private Candidate promote(Topology topology, Connection report) throws SQLException {
    Candidate best = topology.choose("db1", way.byReceived, own);
    Tasks.daemon("report", () -> end(report)).start();
    topology.promote(best, 2, way.waits, way.drains);
    for (String other : Topology.others("db1")) {
      if (!other.equals(best.name())) {
        topology.follow(other, best.name());
      }
    }
    return best;
  }

  /** The report takes a little longer. */
  private static void end(Connection report) {
    LockSupport.parkNanos(REPORT_NANOS);
    try {
      Sql.run(report, "UNLOCK TABLES");
    } catch (SQLException gone) {
      // With the connection the lock is gone, too.
    }
  }

  private static int comesBack(Topology topology, String primary) throws SQLException {
    topology.server("db1").start();
    int extra = topology.follow("db1", primary).extra().size();
    topology.requireEqual(primary);
    return extra;
  }
}

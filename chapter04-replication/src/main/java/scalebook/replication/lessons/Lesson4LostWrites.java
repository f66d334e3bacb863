package scalebook.replication.lessons;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.replication.Writers;
import scalebook.replication.monitor.PromotionChooser;
import scalebook.replication.monitor.PromotionChooser.Candidate;
import scalebook.replication.router.Router;
import scalebook.replication.topology.Database;
import scalebook.replication.topology.Topology;

/**
 * The primary is killed, and the better replica takes over. Clients were told that their writes are
 * safe: are they?
 *
 * <pre>./book lost-writes --delay 100</pre>
 */
@Command(
    name = "lost-writes",
    description =
        "kill -9 the primary: asynchronous loses acknowledged writes, semi-synchronous none")
public final class Lesson4LostWrites extends Lesson {
  private static final long DRAIN_MILLIS = 10_000;

  @Option(names = "--delay", description = "ms on the way to each replica (default: 60)")
  private int delay = 60;

  @Option(names = "--writes", description = "before each kill (default: 150, quick 60)")
  private int writes;

  private long firstId = 1;

  private record Outcome(Writers.Finding finding, String promoted) {}

  @Override
  protected void tell(Story story) throws Exception {
    writes = writes > 0 ? writes : either(150, 60);
    story.question("A primary acknowledges, and dies. What had it told nobody else?");
    Story.Table table = story.table("replication", "acknowledged", "in doubt", "lost");
    Outcome async = killed(story, table, false);
    Outcome semi = killed(story, table, true);
    story.figure("lostAsync", async.finding().lost());
    story.figure("lostSemiSync", semi.finding().lost());
    story.claim("asynchronous replication loses acknowledged writes", async.finding().lost() > 0);
    story.claim("semi-synchronous replication loses none", semi.finding().lost() == 0);
    story.claim("and writers did get answers", semi.finding().acknowledged() >= writes);
    cost(story);
  }

  /** ① Under load behind a slow link: the primary dies, the one that received most takes over. */
  private Outcome killed(Story story, Story.Table table, boolean waits) throws Exception {
    try (Topology topology = Topology.open(lab(), 2, 0);
        Router router = topology.router(60_000)) {
      topology.database("db1").waitForReplica(waits);
      router.primary(1, "db1");
      for (String replica : List.of("db2", "db3")) {
        topology.link(replica, "db1").delay(Duration.ofMillis(delay));
      }
      try (Writers writers = Writers.start(router, firstId)) {
        firstId += 1_000_000;
        writers.awaitMore(writes);
        for (String replica : List.of("db2", "db3")) {
          topology.link(replica, "db1").cut(); // what was on its way is gone, too
        }
        if (!waits) {
          writers.awaitMore(1); // its network dies first, and it has somebody to answer to
        }
        topology.server("db1").kill();
        String best = promoteBest(topology, waits);
        router.primary(2, best);
        writers.awaitMore(20); // the new one works
        writers.stop();
        try (var connection = topology.server(best).connect()) {
          Writers.Finding finding = writers.check(connection);
          table.row(
              waits ? "semi-synchronous" : "asynchronous",
              finding.acknowledged(),
              finding.inDoubt(),
              finding.lost());
          for (String replica : List.of("db2", "db3")) {
            topology.link(replica, "db1").heal();
          }
          comesBack(story, topology, best, waits);
          return new Outcome(finding, best);
        }
      }
    }
  }

  private static String promoteBest(Topology topology, boolean waits) throws SQLException {
    List<Candidate> candidates = new ArrayList<>();
    for (String name : List.of("db2", "db3")) {
      Database.Status status = topology.database(name).stopReceiving();
      candidates.add(new Candidate(name, true, status.received(), status.executed()));
    }
    Candidate best = PromotionChooser.choose(candidates, Topology.NAMES.size(), "").orElseThrow();
    topology.database(best.name()).await(best.received(), DRAIN_MILLIS);
    topology.promote(best.name(), 2, waits);
    topology.follow(best.name().equals("db2") ? "db3" : "db2", best.name());
    return best.name();
  }

  /** ② What nobody else had is still in the old primary's log. */
  private static void comesBack(Story story, Topology topology, String primary, boolean waits)
      throws Exception {
    topology.server("db1").start();
    Database.Joined joined = topology.follow("db1", primary);
    story.event(
        "db1",
        "comes back with %d writes that %s does not have: %s",
        joined.extra().size(),
        primary,
        joined.rebuilt() ? "it is copied anew" : "it just follows");
    story.figure(waits ? "extraSemiSync" : "extraAsync", joined.extra().size());
    if (!topology.awaitEqual(primary)) {
      throw new IllegalStateException("db1 was taken back, and is not the same");
    }
  }

  /** ③ The price: with no replica left to acknowledge, nobody gets an answer. */
  private void cost(Story story) throws Exception {
    story.step("semi-synchronous, and both replicas die");
    try (Topology topology = Topology.open(lab(), 2, 0);
        Router router = topology.router(60_000)) {
      topology.database("db1").waitForReplica(true);
      router.primary(1, "db1");
      try (Writers writers = Writers.start(router, firstId)) {
        writers.awaitMore(50);
        topology.server("db2").kill();
        writers.awaitMore(50); // one is enough
        story.event("db2", "is dead, and writes go on");
        topology.server("db3").kill();
        long begun = System.nanoTime();
        Thread.sleep(either(1_000, 500)); // how long nobody gets an answer
        long meanwhile = writers.acknowledgedSince(begun);
        story.event("db3", "is dead, too: %d writes were acknowledged since", meanwhile);
        topology.server("db3").start();
        topology.database("db3").start(topology.source("db3", "db1"));
        writers.awaitMore(50);
        story.event("db3", "is back, and so are the answers");
        story.figure("acknowledgedAlone", meanwhile);
        story.claim("without a replica that acknowledges, writes stop", meanwhile == 0);
        writers.stop();
      }
    }
  }

  public static void main(String[] args) {
    run(new Lesson4LostWrites(), args);
  }
}

package scalebook.replication.lessons;

import java.sql.SQLException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.replication.database.Rejoin;
import scalebook.replication.monitor.PromotionChooser;
import scalebook.replication.router.Router;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Writers;

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
@Idea(
    value = {PromotionChooser.class, Rejoin.class},
    test = "router.RouterTest")
public final class Lesson4LostWrites extends Lesson {
  @Option(
      names = "--delay",
      description = "ms on the way to each replica (default: ${DEFAULT-VALUE})")
  private int delay = 60;

  @Option(names = "--writes", description = "before each kill (default: ${DEFAULT-VALUE})")
  private Size writes = size(150, 60);

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A primary acknowledges, and dies. What had it told nobody else?");
    Story.Table table = story.table("replication", "acknowledged", "in doubt", "lost");
    killed(story, table, "asynchronous", "Async", false);
    long answers = killed(story, table, "semi-synchronous", "SemiSync", true);
    double lost = story.figure("lostAsync");
    story.claim("asynchronous replication loses acknowledged writes", lost > 0);
    story.claim("semi-synchronous replication loses none", story.figure("lostSemiSync") == 0);
    story.claim("and writers did get answers", answers >= writes.get());
    cost(story);
  }

  /** ① Under load behind a slow link: the primary dies, the one that received most takes over. */
  private long killed(Story story, Story.Table table, String shown, String key, boolean waits)
      throws Exception {
    try (Topology topology = Topology.open(lab(), 2, 0);
        Router router = topology.router(60_000).primary(1, "db1")) {
      topology.database("db1").waitForReplica(waits);
      Topology.others("db1").forEach(r -> topology.link(r, "db1").delay(Duration.ofMillis(delay)));
      try (Writers writers = Writers.start(router, waits ? 1_000_000 : 1)) {
        writers.awaitMore(writes.get());
        Topology.others("db1")
            .forEach(r -> topology.link(r, "db1").cut()); // what was on its way is gone, too
        if (!waits) {
          writers.awaitMore(1); // its network dies first, and it has somebody to answer to
        }
        topology.server("db1").kill();
        String best = topology.failOver("db1", 2, waits);
        router.primary(2, best);
        writers.awaitMore(20).stop(); // the new one works
        Writers.Finding all = topology.read(best, writers::check);
        table.row(shown, all.acknowledged(), all.inDoubt(), all.lost());
        story.figure("lost" + key, all.lost());
        Topology.others("db1").forEach(r -> topology.link(r, "db1").heal());
        story.figure("extra" + key, comesBack(story, topology, best));
        topology.requireEqual(best);
        return all.acknowledged();
      }
    }
  }

  /** ② What nobody else had is still in the old primary's log. */
  private static int comesBack(Story story, Topology topology, String primary) throws SQLException {
    topology.server("db1").start();
    Rejoin.Joined joined = topology.follow("db1", primary);
    String what = joined.rebuilt() ? "it is copied anew" : "it just follows";
    String extra = "comes back with %d writes that %s does not have: %s";
    story.event("db1", extra, joined.extra().size(), primary, what);
    return joined.extra().size();
  }

  /** ③ The price: with no replica left to acknowledge, nobody gets an answer. */
  private void cost(Story story) throws Exception {
    story.step("semi-synchronous, and both replicas die");
    try (Topology topology = Topology.open(lab(), 2, 0);
        Router router = topology.router(60_000).primary(1, "db1");
        Writers writers = Writers.start(router)) {
      topology.database("db1").waitForReplica(true);
      writers.awaitMore(50);
      topology.server("db2").kill();
      writers.awaitMore(50); // one is enough
      story.event("db2", "is dead, and writes go on");
      topology.server("db3").kill();
      long begun = System.nanoTime();
      Thread.sleep(either(1_000, 500)); // how long nobody gets an answer
      double meanwhile = story.figure("acknowledgedAlone", writers.acknowledgedSince(begun));
      story.event("db3", "is dead, too: %.0f writes were acknowledged since", meanwhile);
      topology.server("db3").start();
      topology.start("db3", "db1");
      writers.awaitMore(50);
      story.event("db3", "is back, and so are the answers");
      story.claim("without a replica that acknowledges, writes stop", meanwhile == 0);
      writers.stop();
    }
  }

  public static void main(String[] args) {
    run(new Lesson4LostWrites(), args);
  }
}

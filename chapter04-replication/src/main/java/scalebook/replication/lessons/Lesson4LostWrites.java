package scalebook.replication.lessons;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.replication.database.Rejoin;
import scalebook.replication.monitor.PromotionChooser;
import scalebook.replication.router.Router;
import scalebook.replication.stage.KilledPrimary;
import scalebook.replication.stage.KilledPrimary.Loss;
import scalebook.replication.stage.KilledPrimary.Way;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Writers;

/**
 * The primary is killed, and the better replica takes over. Clients were told that their writes are
 * safe: are they?
 *
 * <pre>./book lost-writes --delay 100</pre>
 */
@Command(name = "lost-writes", description = "kill -9 the primary: which writes are lost?")
@Idea(
    value = {PromotionChooser.class, Rejoin.class},
    test = "router.RouterTest")
@Without(
    name = "semi-sync",
    what = "an acknowledgement waits until one replica has received the write",
    falls = {Lesson4LostWrites.SEMI_SYNC, Lesson4LostWrites.LATE, Lesson4LostWrites.STOP})
@Without(
    name = "drain",
    what = "a replica applies all that it received before it is promoted",
    falls = Lesson4LostWrites.LATE)
@Without(
    name = "received",
    what = "the replica that received most is promoted, not the one that applied most",
    falls = Lesson4LostWrites.LATE)
@Mine(value = "PromotionChooser", as = "the operator who chooses")
public final class Lesson4LostWrites extends Lesson {
  static final String SEMI_SYNC = "semi-synchronous replication loses no acknowledged write";
  static final String LATE = "promoting a replica that applies late loses no acknowledged write";
  static final String STOP = "without a replica that acknowledges, writes stop";

  @Option(names = "--delay", description = "ms to each replica (default: ${DEFAULT-VALUE})")
  private int delay = 60;

  @Option(names = "--writes", description = "before each kill (default: ${DEFAULT-VALUE})")
  private Size writes = size(150, 60);

  private final Map<String, Double> lost = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A primary acknowledges writes, and dies: which of them are lost?");
    Story.Table table =
        story.table("replication", "acknowledged", "in doubt", "lost", "unapplied", "only at db1");
    boolean waits = with("semi-sync");
    Loss async = row(table, "asynchronous", "Async", new Way(false, false, true, true));
    Loss semi = row(table, "semi-synchronous", "SemiSync", new Way(waits, false, true, true));
    // ① What a replica acknowledged may not be applied yet: then it is in its relay log only.
    Way applies = new Way(waits, true, with("received"), with("drain"));
    Loss late = row(table, "and a replica applies late", "Late", applies);
    story.bars("acknowledged writes that are lost", "", "writes", lost);
    story.control("asynchronous replication loses acknowledged writes", async.writes().lost() > 0);
    story.claim(SEMI_SYNC, semi.writes().lost() == 0);
    story.claim(LATE, late.writes().lost() == 0 && late.unapplied() > 0);
    cost(story, waits);
  }

  private Loss row(Story.Table table, String shown, String key, Way way) throws Exception {
    Loss loss = new KilledPrimary(way, Duration.ofMillis(delay), own()).after(lab(), writes.get());
    Writers.Finding found = loss.writes();
    lost.put(shown, (double) found.lost());
    table
        .row(
            shown,
            found.acknowledged(),
            found.inDoubt(),
            found.lost(),
            loss.unapplied(),
            way.late() ? "–" : loss.extra())
        .figure("lost" + key, found.lost())
        .figure("extra" + key, loss.extra());
    return loss;
  }

  /** ② The price: with no replica left to acknowledge, nobody gets an answer. */
  private void cost(Story story, boolean waits) throws Exception {
    try (Topology topology = Topology.open(lab(), 2, 0);
        Router router = topology.router(60_000).primary(1, "db1");
        Writers writers = Writers.start(router)) {
      topology.database("db1").waitForReplica(waits);
      writers.awaitMore(50);
      topology.server("db2").kill();
      writers.awaitMore(50); // one is enough
      topology.server("db3").kill();
      long begun = System.nanoTime();
      int millis = either(1_000, 500); // how long nobody gets an answer
      Thread.sleep(millis);
      double meanwhile = story.figure("acknowledgedAlone", writers.acknowledgedSince(begun));
      topology.server("db3").start();
      topology.start("db3", "db1");
      writers.awaitMore(50).stop();
      story.note("both replicas are dead: %.0f writes acknowledged in %,d ms", meanwhile, millis);
      story.claim(STOP, meanwhile == 0);
    }
  }

  public static void main(String[] args) {
    run(new Lesson4LostWrites(), args);
  }
}

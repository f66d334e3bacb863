package scalebook.replication.lessons;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;
import scalebook.replication.database.Schema;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.stage.Client;
import scalebook.replication.stage.Heart;
import scalebook.replication.stage.Lag;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Waiting;

/**
 * Asynchronous means later. A client writes, reads, and does not find what it wrote. How much later
 * is it, and who knows?
 *
 * <pre>./book lag --delay 80</pre>
 */
@Command(name = "lag", description = "a replica is behind: stale reads, and a heartbeat that tells")
@Idea(value = Schema.class, method = "Schema.lagMillis", test = "router.RouterTest")
public final class Lesson2Lag extends Lesson {
  private static final int STUCK_MILLIS = 900;
  private static final long MOST_STILL_MILLIS = 200;
  private static final long MOST_LAG_MILLIS = 500;

  @Option(names = "--delay", description = "ms to each replica (default: ${DEFAULT-VALUE})")
  private int delay = 60;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A write takes %d ms to a replica. Who reads the old value?", delay);
    try (Topology topology = Topology.open(lab(), 3, 0);
        Router router = topology.router(MOST_LAG_MILLIS).primary(1, "db1");
        Heart heart = new Heart(topology, router)) {
      topology.link("db2", "db1").delay(Duration.ofMillis(delay));
      topology.link("db3", "db1").delay(Duration.ofMillis(delay));
      Heart.awaitRotation(router, 2);
      Story.Table table = story.table("read after write", "pairs", "stale", "stale a second later");
      measure(story, table, router, Reads.ANY, "replica");
      measure(story, table, router, Reads.PRIMARY, "primary");
      story.figure("staleReads", story.figure("staleReads.replica"));
      story.claim(
          "a replica shows old values, and the new ones in the end",
          story.figure("staleReads.replica") > 0 && story.figure("staleLater.replica") == 0);
      story.claim("the primary never does", story.figure("staleReads.primary") == 0);
      stuck(story, topology, router);
    }
  }

  private void measure(Story story, Story.Table table, Router router, Reads reads, String key)
      throws Exception {
    int pairs = either(60, 20);
    Client client = new Client(router.session(reads), 1);
    for (int i = 0; i < pairs; i++) {
      client.write();
      client.read();
    }
    long pause = delay * 4L + 500; // long enough for every replica
    int later =
        Standstill.without(
            story, MOST_STILL_MILLIS, () -> Client.staleAfter(router.session(reads), pause));
    table
        .row(reads == Reads.ANY ? "any replica" : "the primary", pairs, client.stale(), later)
        .figure("staleReads." + key, client.stale())
        .figure("staleLater." + key, later);
  }

  /** ① Nothing arrives at db2, and it does not notice: its link is silent, not broken. */
  private static void stuck(Story story, Topology topology, Router router) throws Exception {
    story.step("nothing arrives at db2 any more, and no connection breaks");
    topology.link("db2", "db1").blackHole();
    long start = System.nanoTime();
    Lag lag = Lag.watch(topology, "db2", STUCK_MILLIS);
    boolean out = Waiting.within(5_000_000_000L, () -> !router.rotation().contains("db2"));
    story.figure("outMillis", (System.nanoTime() - start) / 1e6);
    story.chart(
        "lag of a stuck replica", "ms since the link went silent", "ms behind", lag.series());
    double old = story.figure("lagByHeartbeat", lag.byHeartbeat());
    double said = story.figure("lagByItsWord", lag.byItsWord());
    story.event("db2", "says it is %.0f ms behind; its heartbeat is %.0f ms old", said, old);
    story.event("router", "asks %s only", router.rotation());
    story.claim(
        "a stuck replica says that it is not behind; the heartbeat knows better",
        said == 0 && old >= STUCK_MILLIS / 2.0);
    story.claim("who is too far behind is not asked", out);
  }

  public static void main(String[] args) {
    run(new Lesson2Lag(), args);
  }
}

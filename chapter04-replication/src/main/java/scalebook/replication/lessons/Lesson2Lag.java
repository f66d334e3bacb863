package scalebook.replication.lessons;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;
import scalebook.replication.database.Schema;
import scalebook.replication.router.Policy;
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
@Without(
    name = "primary",
    what = "reads that must be fresh go to the primary",
    falls = Lesson2Lag.FRESH)
@Without(
    name = "heartbeat",
    what = "the router measures lag by the primary's heartbeat",
    falls = Lesson2Lag.OUT)
@Without(
    name = "bound",
    what = "the router asks no replica that lags more than 500 ms",
    falls = Lesson2Lag.OUT)
public final class Lesson2Lag extends Lesson {
  static final String FRESH = "a read at the primary is never stale";
  static final String OUT = "the router stops asking a stuck replica";
  private static final int STUCK_MILLIS = 900;
  private static final long MOST_STILL_MILLIS = 200;

  @Option(names = "--delay", description = "ms to each replica (default: ${DEFAULT-VALUE})")
  private int delay = 60;

  private final Map<String, Double> stale = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A write takes %d ms to a replica: who reads the old value?", delay);
    Policy policy = Policy.of(with("bound") ? 500 : Long.MAX_VALUE).byHeartbeat(with("heartbeat"));
    try (Topology topology = Topology.open(lab(), 3, 0);
        Router router = topology.router(policy).primary(1, "db1");
        Heart heart = new Heart(topology, router)) {
      topology.delay("db1", Duration.ofMillis(delay));
      Heart.awaitRotation(router, 2);
      Story.Table table = story.table("reads from", "at once", "stale", "later", "still stale");
      Reads fresh = with("primary") ? Reads.PRIMARY : Reads.ANY;
      measure(story, table, router, Reads.ANY, "any replica", "replica");
      measure(story, table, router, fresh, "the primary", "primary");
      story.bars("stale reads after a write", "", "% of reads", stale);
      story.figure("staleReads", story.figure("staleReads.replica"));
      story.control(
          "replicas serve stale values, and are up to date a second later",
          story.figure("staleReads.replica") > 0 && story.figure("staleLater.replica") == 0);
      story.claim(FRESH, story.figure("staleReads.primary") == 0);
      stuck(story, topology, router);
    }
  }

  private void measure(
      Story story, Story.Table table, Router router, Reads reads, String shown, String key)
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
    stale.put(shown, 100.0 * client.stale() / pairs);
    table
        .row(shown, pairs, client.stale(), 10, later)
        .figure("staleReads." + key, client.stale())
        .figure("staleLater." + key, later);
  }

  /** ① Nothing arrives at db2, and it does not notice: its link is silent, not broken. */
  private static void stuck(Story story, Topology topology, Router router) throws Exception {
    topology.link("db2", "db1").blackHole();
    long start = System.nanoTime();
    Lag lag = Lag.watch(topology, "db2", STUCK_MILLIS);
    boolean out = Waiting.within(3_000_000_000L, () -> !router.rotation().contains("db2"));
    story.figure("outMillis", (System.nanoTime() - start) / 1e6);
    story.chart(
        "lag of a stuck replica", "ms since the link went silent", "ms behind", lag.series());
    double old = story.figure("lagByHeartbeat", lag.byHeartbeat());
    double said = story.figure("lagByItsWord", lag.byItsWord());
    story.note(
        "stuck db2: reported lag %.0f ms, by heartbeat %.0f ms; still asked: %s",
        said, old, String.join(", ", router.rotation()));
    story.control(
        "a stuck replica reports no lag while its heartbeat ages",
        said == 0 && old >= STUCK_MILLIS / 2.0);
    story.claim(OUT, out);
  }

  public static void main(String[] args) {
    run(new Lesson2Lag(), args);
  }
}

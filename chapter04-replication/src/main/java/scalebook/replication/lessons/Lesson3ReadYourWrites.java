package scalebook.replication.lessons;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.history.Operation;
import scalebook.lab.story.Story;
import scalebook.replication.router.Policy;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.router.Session;
import scalebook.replication.stage.Client;
import scalebook.replication.stage.Clients;
import scalebook.replication.stage.Heart;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Verdict;

/**
 * A client carries the position of its last write; any replica can wait until it has come so far.
 *
 * <pre>./book read-your-writes --clients 8</pre>
 */
@Command(name = "read-your-writes", description = "fresh reads from any replica, with a token")
@Idea(value = Session.class, method = "Session.open", test = "router.SessionTest")
@Without(
    name = "token",
    what = "a client carries the position of what it wrote and read",
    falls = {
      Lesson3ReadYourWrites.OWN,
      Lesson3ReadYourWrites.MONOTONIC,
      Lesson3ReadYourWrites.FALLBACK
    })
@Without(
    name = "wait",
    what = "a replica waits until it has reached the client's token",
    falls = Lesson3ReadYourWrites.SHARE)
@Without(
    name = "bound",
    what = "a replica waits at most 250 ms",
    falls = Lesson3ReadYourWrites.FALLBACK)
public final class Lesson3ReadYourWrites extends Lesson {
  static final String OWN = "with a token every client reads its own writes";
  static final String MONOTONIC = "with a token no later read shows an older state";
  static final String SHARE = "with a token replicas serve at least 80 % of reads";
  static final String FALLBACK = "the primary answers when replicas are too far behind";

  @Option(names = "--clients", description = "clients at a time (default: ${DEFAULT-VALUE})")
  private int clients = 6;

  @Option(names = "--pairs", description = "writes (default: ${DEFAULT-VALUE})")
  private Size pairs = size(600, 300);

  private final Map<String, Double> stale = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Clients write, then read from any replica: do they see it?");
    long waits = !with("wait") ? 1 : with("bound") ? 250 : 10_000;
    Reads reads = with("token") ? Reads.OWN : Reads.ANY;
    try (Topology topology = Topology.open(lab(), clients, 0);
        Router router = topology.router(Policy.of(2_000).tokenMillis(waits)).primary(1, "db1");
        Heart heart = new Heart(topology, router)) {
      // ① db3 is always further behind than db2: a client that asks both in turn sees time go
      // backwards.
      topology.link("db2", "db1").delay(Duration.ofMillis(5));
      topology.link("db3", "db1").delay(Duration.ofMillis(30));
      Heart.awaitRotation(router, 2);
      Story.Table table = story.table("reads", "sent", "stale", "backwards", "at replicas %");
      List<Operation> any = measure(table, router, Reads.ANY, "any replica", "any");
      List<Operation> own = measure(table, router, reads, "with a token", "token");
      Client far = farBehind(table, topology, router, reads);
      story.bars("reads that miss the own write", "", "reads", stale);
      story.figure("stale", story.figure("stale.token"));
      story.figure("replicaShare", story.figure("share.token"));
      boolean missed = !Verdict.holds(story, number(), Clients.guarantees(any));
      story.control("without a token clients miss their own writes", missed);
      story.claim(OWN, Verdict.holds(story, number(), Clients.guarantees(own)));
      story.claim(MONOTONIC, Clients.monotonic(own).isEmpty());
      story.claim(SHARE, story.figure("replicaShare") >= 80);
      story.claim(FALLBACK, far.session().readsAtPrimary() > 0 && far.stale() == 0);
    }
  }

  private List<Operation> measure(
      Story.Table table, Router router, Reads reads, String shown, String key) throws Exception {
    Clients all = Clients.run(router, reads, clients, pairs.get());
    stale.put(shown, (double) all.stale());
    table
        .row(
            shown, pairs.get() * Clients.READS, all.stale(), all.backwards(), all.readsAtReplicas())
        .figure("stale." + key, all.stale())
        .figure("backwards." + key, all.backwards())
        .figure("share." + key, all.readsAtReplicas());
    return all.history();
  }

  /** ③ Further behind than a client waits. */
  private static Client farBehind(Story.Table table, Topology topology, Router router, Reads reads)
      throws Exception {
    topology.delay("db1", Duration.ofMillis(900));
    Client one = new Client(router.session(reads), 0);
    one.write();
    one.read();
    double share = 100.0 * one.session().readsAtReplicas();
    table.row("replicas 900 ms behind", 1, one.stale(), one.backwards(), share);
    return one;
  }

  public static void main(String[] args) {
    run(new Lesson3ReadYourWrites(), args);
  }
}

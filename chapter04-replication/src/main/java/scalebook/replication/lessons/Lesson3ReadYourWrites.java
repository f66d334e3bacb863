package scalebook.replication.lessons;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.router.Session;
import scalebook.replication.stage.Client;
import scalebook.replication.stage.Clients;
import scalebook.replication.stage.Heart;
import scalebook.replication.stage.Topology;

/**
 * A client carries the position of its last write. Any replica can wait until it has come so far:
 * fresh reads, and still not at the primary.
 *
 * <pre>./book read-your-writes --clients 8</pre>
 */
@Command(
    name = "read-your-writes",
    description = "a token makes any replica wait just long enough for what this client has seen")
@Idea(value = Session.class, method = "Session.open", test = "router.SessionTest")
public final class Lesson3ReadYourWrites extends Lesson {
  @Option(names = "--clients", description = "clients at a time (default: ${DEFAULT-VALUE})")
  private int clients = 6;

  @Option(names = "--pairs", description = "reads after writes (default: ${DEFAULT-VALUE})")
  private Size pairs = size(600, 300);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%d clients write, and read at once over pooled connections. Is it there?", clients);
    try (Topology topology = Topology.open(lab(), clients, 0);
        Router router = topology.router(2_000).primary(1, "db1");
        Heart heart = new Heart(topology, router)) {
      // ① db3 is always further behind than db2: who asks both in turn sees time go backwards.
      topology.link("db2", "db1").delay(Duration.ofMillis(5));
      topology.link("db3", "db1").delay(Duration.ofMillis(30));
      Heart.awaitRotation(router, 2);
      Story.Table table =
          story.table("reads", "pairs", "not its own write", "backwards", "at replicas %");
      measure(table, router, Reads.ANY, "any replica", "any");
      measure(table, router, Reads.OWN, "with a token", "token");
      story.figure("stale", story.figure("stale.token"));
      story.figure("replicaShare", story.figure("share.token"));
      story.claim("without a token clients miss what they wrote", story.figure("stale.any") > 0);
      story.claim("with it no read misses one", story.figure("stale.token") == 0);
      story.claim(
          "and no read shows less than the one before it",
          story.figure("backwards.any") > 0 && story.figure("backwards.token") == 0);
      story.claim(
          "at least four of five reads are still a replica's", story.figure("replicaShare") >= 80);
      farBehind(story, topology, router);
    }
  }

  private void measure(Story.Table table, Router router, Reads reads, String shown, String key)
      throws InterruptedException {
    Clients all = Clients.run(router, reads, clients, pairs.get());
    table
        .row(shown, pairs.get(), all.stale(), all.backwards(), all.readsAtReplicas())
        .figure("stale." + key, all.stale())
        .figure("backwards." + key, all.backwards())
        .figure("share." + key, all.readsAtReplicas());
  }

  private static void farBehind(Story story, Topology topology, Router router) throws Exception {
    story.step("db2 and db3 fall behind further than a client waits");
    topology.link("db2", "db1").delay(Duration.ofMillis(900));
    topology.link("db3", "db1").delay(Duration.ofMillis(900));
    Client one = new Client(router.session(Reads.OWN), 0);
    one.write();
    one.read();
    story.event("client", "asked the primary %d times", one.session().readsAtPrimary());
    story.claim(
        "after a bound the primary answers, and nobody reads an old value",
        one.session().readsAtPrimary() > 0 && one.stale() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson3ReadYourWrites(), args);
  }
}

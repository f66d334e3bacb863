package scalebook.replication.lessons;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.story.Story;
import scalebook.replication.router.Reads;
import scalebook.replication.router.Router;
import scalebook.replication.stage.Heart;
import scalebook.replication.stage.Readers;
import scalebook.replication.stage.Topology;
import scalebook.replication.stage.Writers;

/**
 * One primary takes the writes, two replicas share the reads. A replica dies, then the primary: who
 * still reads?
 *
 * <pre>./book read-replicas --readers 8</pre>
 */
@Command(
    name = "read-replicas",
    description = "reads are spread over copies, and survive the loss of any of them")
@Idea(value = Router.class, method = "Router.read", test = "router.RouterTest")
public final class Lesson1ReadReplicas extends Lesson {
  @Option(names = "--readers", description = "readers at a time (default: ${DEFAULT-VALUE})")
  private int readers = 6;

  @Override
  protected void tell(Story story) throws Exception {
    int reads = either(1_500, 400);
    story.question("Three databases have the same rows. Who is asked, and who is missed?");
    try (Topology topology = Topology.open(lab(), 10, 120);
        Router router = topology.router(2_000).primary(1, "db1").patience(500)) {
      Readers all = new Readers(topology, router, readers);
      try (Heart heart = new Heart(topology, router)) {
        Heart.awaitRotation(router, 2);
        spread(story, all, reads);

        story.step("db2 is killed while they read");
        Ledger through = losing(story, topology, all, "db2", reads);
        long single = alone(topology, "db2");
        story.event("a reader of db2 alone", "%d of 20 reads failed", single);
        topology.server("db2").start();
        topology.start("db2", "db1");
        Heart.awaitRotation(router, 2);
        story.event("db2", "is back, has caught up, and is asked again");

        story.step("db1, the primary, is killed while they read");
        heart.close();
        Ledger last = losing(story, topology, all, "db1", reads);
        long refused = LongStream.of(1, 2, 3).filter(id -> !written(router, id)).count();
        story.event("a writer", "%d of 3 writes failed", refused);
        double failed = story.figure("failedReads", through.failedCount() + last.failedCount());
        story.figure("failedReadsOfOne", single);
        story.claim(
            "reads survive every single loss", failed == 0 && through.acknowledgedCount() > 0);
        story.claim("who knows only one copy is lost with it", single == 20);
        story.claim("writes do not: there is one primary, and it is gone", refused == 3);
      }
    }
  }

  private static void spread(Story story, Readers all, int reads) throws InterruptedException {
    story.step("all three are up");
    all.read(reads);
    Story.Table table = story.table("answered by", "reads");
    Topology.NAMES.forEach(name -> table.row(name, all.answeredBy(name)));
    story.claim(
        "reads are spread over both replicas, and the primary has none of them",
        all.answeredBy("db2") > 0.3 * reads
            && all.answeredBy("db3") > 0.3 * reads
            && all.answeredBy("db1") == 0);
  }

  private static Ledger losing(Story story, Topology topology, Readers all, String name, int reads)
      throws InterruptedException {
    Ledger ledger =
        all.readThrough(
            reads / 4,
            () -> {
              topology.server(name).kill();
              story.event(name, "kill -9");
            });
    story.event("readers", "%s", ledger);
    return ledger;
  }

  /** The control: a reader that knows one address. */
  private static long alone(Topology topology, String name) {
    return LongStream.range(0, 20)
        .filter(
            i -> {
              try (Connection connection = topology.server(name).connect()) {
                return false;
              } catch (SQLException gone) {
                return true;
              }
            })
        .count();
  }

  private static boolean written(Router router, long id) {
    try {
      return router.session(Reads.ANY).write(c -> Writers.insert(c, id, 1)) == 1;
    } catch (SQLException noPrimary) {
      return false;
    }
  }

  public static void main(String[] args) {
    run(new Lesson1ReadReplicas(), args);
  }
}

package scalebook.replication.lessons;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.load.Ledger;
import scalebook.lab.story.Story;
import scalebook.replication.router.Policy;
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
@Without(
    name = "replicas",
    what = "reads go to the replicas in turn",
    falls = {Lesson1ReadReplicas.SPREAD, Lesson1ReadReplicas.PRIMARY_DIES})
@Without(
    name = "retry",
    what = "a failed read is tried at another copy",
    falls = Lesson1ReadReplicas.REPLICA_DIES)
public final class Lesson1ReadReplicas extends Lesson {
  static final String SPREAD = "both replicas share the reads; the primary serves none";
  static final String REPLICA_DIES = "no read fails while a replica dies";
  static final String PRIMARY_DIES = "no read fails while the primary dies";

  @Option(names = "--readers", description = "readers at a time (default: ${DEFAULT-VALUE})")
  private int readers = 6;

  private final Map<String, Double> failed = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    int reads = either(1_500, 400);
    story.question("A replica dies, then the primary: which reads and writes fail?");
    Policy policy =
        Policy.of(2_000)
            .reads(with("replicas") ? Reads.ANY : Reads.PRIMARY)
            .attempts(with("retry") ? 4 : 1);
    try (Topology topology = Topology.open(lab(), 10, 120);
        Router router = topology.router(policy).primary(1, "db1").patience(500);
        Heart heart = new Heart(topology, router)) {
      Readers all = new Readers(topology, router, readers);
      Heart.awaitRotation(router, 2);
      Story.Table table =
          story.table("what is sent, when", "sent", "failed", "by db1", "by db2", "by db3");
      row(table, "reads, all three up", all.read(reads), all);
      boolean spread =
          all.answeredBy("db1") == 0
              && Math.min(all.answeredBy("db2"), all.answeredBy("db3")) > 0.3 * reads;

      story.event("db2", "kill -9");
      Ledger replica = all.readThrough(reads / 4, topology.server("db2")::kill);
      row(table, "reads, db2 (a replica) dies", replica, all);
      long single = Readers.refused(topology, "db2", 20);
      table.row("reads of db2 only, it is dead", 20, single, 0, 20 - single, 0);
      failed.put("one address, a replica dies", single * 5.0);
      topology.server("db2").start();
      topology.start("db2", "db1");
      Heart.awaitRotation(router, 2);

      heart.close();
      story.event("db1", "kill -9");
      Ledger primary = all.readThrough(reads / 4, topology.server("db1")::kill);
      row(table, "reads, db1 (primary) dies", primary, all);
      long refused = LongStream.of(1, 2, 3).filter(id -> !written(router, id)).count();
      table.row("writes, db1 is dead", 3, refused, 3 - refused, 0, 0);
      failed.put("writes, the primary dies", refused * 100 / 3.0);
      story.claim(SPREAD, spread);
      claims(story, replica, primary, single, refused);
    }
  }

  private void claims(Story story, Ledger replica, Ledger primary, long single, long refused) {
    story.bars("requests that fail when a copy dies", "", "% failed", failed);
    story.figure("failedReads", replica.failedCount() + primary.failedCount());
    story.figure("failedReadsOfOne", single);
    story.claim(REPLICA_DIES, replica.failedCount() == 0 && replica.acknowledgedCount() > 0);
    story.claim(PRIMARY_DIES, primary.failedCount() == 0 && primary.acknowledgedCount() > 0);
    story.control("a reader that knows only one copy fails with it", single == 20);
    story.control("without a primary every write fails", refused == 3);
  }

  private void row(Story.Table table, String shown, Ledger ledger, Readers all) {
    long sent = ledger.acknowledgedCount() + ledger.failedCount();
    Object[] by = Topology.NAMES.stream().map(all::answeredBy).toArray();
    table.row(shown, sent, ledger.failedCount(), by[0], by[1], by[2]);
    failed.put(shown, 100.0 * ledger.failedCount() / sent);
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

package scalebook.replication.lessons;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.story.Story;
import scalebook.replication.Cluster;
import scalebook.replication.Writers;
import scalebook.replication.node.Message;
import scalebook.replication.topology.Topology;

/**
 * Nobody is at the keyboard, and the primary's machine dies under load. Who takes over, when, and
 * what is lost?
 *
 * <pre>./book failover --cut-off</pre>
 */
@Command(
    name = "failover",
    description = "lease, fence, choose, drain, promote, follow: a primary is replaced by itself")
public final class Lesson5Failover extends Lesson {
  private static final int WRITES = 200;

  @Option(names = "--asynchronous", description = "do not wait for a replica, and see")
  private boolean asynchronous;

  @Option(names = "--cut-off", description = "and then cut the next primary off, too")
  private boolean cutOff;

  private long lost;
  private long old;
  private double downtime;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("The primary is lost, and nobody is at the keyboard. What happens?");
    try (Cluster cluster = Cluster.open(lab(), !asynchronous, 2, 120)) {
      cluster.listen(line -> story.event("monitor", "%s", line));
      story.event(cluster.primary(), "is primary of epoch %d", cluster.router().epoch());
      fault(story, cluster, 1, "kill -9 of the whole machine", cluster::kill, cluster::start);
      story.figure("downtimeMillis", downtime);
      if (cutOff) {
        fault(
            story,
            cluster,
            1_000_001,
            "cut off from all but the clients",
            cluster::isolate,
            name -> cluster.heal());
        story.figure("downtimeCutMillis", downtime);
      }
      story.figure("lost", lost);
      story.figure("writablePrimaries", old == 0 ? 1 : 2);
      story.claim("no acknowledged write was lost", lost == 0);
      story.claim("no old primary acknowledged anything once there was a new one", old == 0);
      story.claim("in the end all three have the same rows", cluster.equal());
    }
  }

  private interface Verb {
    void to(String name) throws Exception;
  }

  private void fault(
      Story story, Cluster cluster, long firstId, String what, Verb breaks, Verb mends)
      throws Exception {
    String name = cluster.primary();
    long epoch = cluster.router().epoch();
    story.step("%s, %s", name, what);
    try (Writers writers = Writers.start(cluster.router(), firstId)) {
      writers.awaitMore(WRITES);
      long fault = System.nanoTime();
      breaks.to(name);
      story.event(name, "%s", what);
      writers.awaitMore(WRITES / 2); // those of the old epoch that were under way do not last long
      while (cluster.router().epoch() == epoch) {
        writers.awaitMore(1);
      }
      writers.awaitMore(WRITES);
      downtime = writers.downtimeMillis(fault, epoch);
      story.event(
          "clients",
          "first answer of a new epoch after %.0f ms, by %s",
          downtime,
          cluster.primary());
      mends.to(name);
      story.event(name, "returns");
      cluster.awaitFollowing();
      Ledger ledger = writers.stop();
      cluster.awaitHealthy();
      Writers.Finding finding = cluster.check(writers);
      lost += finding.lost();
      old += finding.old();
      Optional<Message> status = cluster.status(name);
      story.event(name, "%s", status.map(s -> s.get("joined")).orElse("is silent"));
      story.event(
          "clients",
          "%,d acknowledged, %d in doubt, %d lost",
          finding.acknowledged(),
          ledger.failedCount(),
          finding.lost());
      table(story, cluster);
    }
  }

  private static void table(Story story, Cluster cluster) {
    Story.Table table = story.table("node", "role", "epoch/write");
    for (Message status :
        Topology.NAMES.stream().map(cluster::status).flatMap(Optional::stream).toList()) {
      table.row(status.get("name"), status.get("role"), status.get("place"));
    }
  }

  public static void main(String[] args) {
    run(new Lesson5Failover(), args);
  }
}

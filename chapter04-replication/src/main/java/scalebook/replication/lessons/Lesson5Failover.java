package scalebook.replication.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.replication.monitor.Monitor;
import scalebook.replication.node.Agent;
import scalebook.replication.node.Node;
import scalebook.replication.stage.Cluster;
import scalebook.replication.stage.Writers;

/**
 * Nobody is at the keyboard, and the primary's machine dies under load. Who takes over, when, and
 * what is lost?
 *
 * <pre>./book failover --cut-off</pre>
 */
@Command(
    name = "failover",
    description = "lease, fence, choose, drain, promote, follow: a primary is replaced by itself")
@Idea(
    value = {Monitor.class, Agent.class},
    test = "stage.FaultMatrixTest")
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
            cluster.network()::isolate,
            name -> cluster.network().heal());
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
    try (Writers writers = cluster.writers(firstId)) {
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
      String after = "first answer of a new epoch after %.0f ms, by %s";
      story.event("clients", after, downtime, cluster.primary());
      mends.to(name);
      story.event(name, "returns");
      cluster.awaitFollowing();
      writers.stop();
      cluster.awaitHealthy();
      story.event(name, "%s", cluster.status(name).map(Node.Status::joined).orElse("is silent"));
      audit(story, cluster, cluster.check(writers));
    }
  }

  private void audit(Story story, Cluster cluster, Writers.Finding found) {
    lost += found.lost();
    old += found.old();
    String all = "%,d acknowledged, %d in doubt, %d lost";
    story.event("clients", all, found.acknowledged(), found.inDoubt(), found.lost());
    Story.Table table = story.table("node", "role", "epoch/write");
    for (Node.Status status : cluster.statuses()) {
      table.row(status.name(), status.role(), status.database().executed());
    }
  }

  public static void main(String[] args) {
    run(new Lesson5Failover(), args);
  }
}

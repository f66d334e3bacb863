package scalebook.replication.lessons;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.replication.monitor.Monitor;
import scalebook.replication.node.Agent;
import scalebook.replication.node.Node;
import scalebook.replication.stage.Cluster;
import scalebook.replication.stage.RegisterClients;
import scalebook.replication.stage.Safety;
import scalebook.replication.stage.Takeover;
import scalebook.replication.stage.Takeover.Seen;
import scalebook.replication.stage.Verdict;
import scalebook.replication.stage.Writers;

/**
 * Nobody is at the keyboard, and the primary's machine is cut off under load. Who takes over, when,
 * and what is lost?
 *
 * <pre>./book failover --kill</pre>
 */
@Command(
    name = "failover",
    description = "lease, fence, choose, drain, promote, follow: a primary is replaced by itself")
@Idea(
    value = {Monitor.class, Agent.class},
    test = "stage.FaultMatrixTest")
@Without(
    name = "semi-sync",
    what = "an acknowledgement waits until one replica has received the write",
    falls = {Lesson5Failover.KEPT, Lesson5Failover.LINEARIZABLE})
@Without(
    name = "lease",
    what = "a primary's gate shuts when its lease ends",
    falls = {Lesson5Failover.SILENT, Lesson5Failover.LINEARIZABLE})
public final class Lesson5Failover extends Lesson {
  static final String KEPT = "all three databases have every acknowledged write";
  static final String SILENT = "an old primary answers nobody once a new one does";
  static final String LINEARIZABLE = "reads and writes at the primary are linearizable";

  @Option(names = "--kill", description = "and then kill -9 the next primary's machine, too")
  private boolean kill;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A primary is cut off: who takes over, and what is lost?");
    Safety safety = new Safety(with("semi-sync"), with("lease"), true);
    List<Seen> all = new ArrayList<>();
    try (Cluster cluster = Cluster.open(lab(), safety, RegisterClients.REGISTERS, 120)) {
      cluster.listen(line -> story.event("monitor", "%s", line));
      story.event(cluster.primary(), "is primary of epoch %d", cluster.router().epoch());
      Story.Table table =
          story.table(
              "the primary",
              "ms down",
              "acknowledged",
              "in doubt",
              "lost",
              "sent to old one",
              "answered by it");
      Takeover.Verb heal = name -> cluster.network().heal();
      Takeover cut = new Takeover(cluster, 1);
      all.add(row(story, table, "is cut off", cut.after(cluster.network()::isolate, heal)));
      if (kill) {
        Takeover killed = new Takeover(cluster, 1_000_001);
        all.add(row(story, table, "is killed", killed.after(cluster::kill, cluster::start)));
      }
      Story.Table nodes = story.table("node", "role", "epoch/write");
      for (Node.Status status : cluster.statuses()) {
        nodes.row(status.name(), status.role(), status.database().executed());
      }
    }
    claims(story, all);
  }

  private Seen row(Story story, Story.Table table, String shown, Seen seen) throws Exception {
    Writers.Finding writes = seen.writes();
    table.row(
        shown,
        Math.round(seen.downtimeMillis()),
        writes.acknowledged(),
        writes.inDoubt(),
        writes.lost(),
        seen.asked(),
        seen.answered());
    String title = "writes acknowledged while the primary " + shown;
    story.chart(title, "ms since the fault", "writes in 100 ms", seen.acknowledged());
    return seen;
  }

  private void claims(Story story, List<Seen> all) throws Exception {
    Seen cut = all.get(0);
    story.figure("downtimeMillis", cut.downtimeMillis());
    story.figure("lost", all.stream().mapToLong(s -> s.writes().lost()).sum());
    story.figure("writablePrimaries", cut.writes().old() == 0 ? 1 : 2);
    story.note("the checker judges %,d operations on registers", cut.operations());
    boolean one = true;
    for (Seen seen : all) {
      one &= Verdict.holds(story, number(), seen.violation());
    }
    story.claim(KEPT, all.stream().allMatch(s -> s.writes().lost() == 0 && s.equal()));
    story.claim(SILENT, cut.asked() > 0 && all.stream().allMatch(s -> s.answered() == 0));
    story.claim(LINEARIZABLE, one);
  }

  public static void main(String[] args) {
    run(new Lesson5Failover(), args);
  }
}

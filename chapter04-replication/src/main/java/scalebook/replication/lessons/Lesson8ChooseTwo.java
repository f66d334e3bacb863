package scalebook.replication.lessons;

import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.replication.stage.Cut;
import scalebook.replication.stage.Cuts;
import scalebook.replication.stage.FarCopies;
import scalebook.replication.stage.Stores;
import scalebook.replication.stage.Verdict;
import scalebook.replication.versions.Cell;
import scalebook.replication.versions.Choice;
import scalebook.replication.versions.Coordinator;

/**
 * A node is cut off from the other two. It can refuse (CP), or answer what it knows (AP). The same
 * three nodes do both, and what lies between, in the same cut.
 *
 * <pre>./book choose-two --keys 20</pre>
 */
@Command(name = "choose-two", description = "the same nodes and the same cut as CP and as AP")
@Idea(
    value = {Coordinator.class, Cell.class},
    method = "Coordinator.read",
    test = "versions.CoordinatorTest")
@Without(
    name = "majority",
    what = "two of three copies must answer",
    falls = {Lesson8ChooseTwo.REFUSES, Lesson8ChooseTwo.ONE_COPY})
@Without(
    name = "strict",
    what = "a hint is no vote for a copy that cannot be reached",
    falls = Lesson8ChooseTwo.OVERLAP)
@Without(
    name = "hints",
    what = "what a copy could not be told is kept for it",
    falls = Lesson8ChooseTwo.CONVERGES)
@Without(
    name = "read-repair",
    what = "what a read finds is told to copies that have less",
    falls = Lesson8ChooseTwo.REPAIRS)
@Without(
    name = "vectors",
    what = "version vectors tell concurrent writes from later ones",
    falls = Lesson8ChooseTwo.KEEPS)
public final class Lesson8ChooseTwo extends Lesson {
  static final String REFUSES = "CP refuses every request on the minority side";
  static final String ONE_COPY = "CP is linearizable before and during the cut";
  static final String OVERLAP = "with R + W > N no read is stale";
  static final String CONVERGES = "after the cut, hints make all AP copies equal";
  static final String REPAIRS = "one read of each key repairs copies without hints";
  static final String KEEPS = "AP keeps both of two concurrent writes";

  @Option(names = "--keys", description = "of each store (default: ${DEFAULT-VALUE})")
  private Size keys = size(10, 4);

  @Option(names = "--delay", description = "ms to the far copies (default: ${DEFAULT-VALUE})")
  private int delay = 20;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A node cannot ask the other two: what does it answer?");
    Choice cp = with("majority") ? Choice.CP : Choice.CP.reads(1).writes(1);
    Choice quorum = Choice.CP.repair(false);
    Choice ap = Choice.AP.hints(with("hints")).siblings(with("vectors"));
    Choice weak = Choice.AP.hints(false).repair(false);
    try (Stores stores = new Stores(lab())) {
      Cuts cuts = new Cuts(story, stores, keys.get());
      Cut.Seen majority = cuts.row("CP: majority", "Cp", cp);
      Cut.Seen strict = cuts.row("R + W > N", "Quorum", quorum.sloppy(!with("strict")));
      Cut.Seen sloppy = cuts.row("R + W > N, sloppy", "Sloppy", quorum.sloppy(true));
      Cut.Seen any = cuts.row("AP: any node, hints", "Ap", ap);
      Cut.Seen alone = cuts.row("any node, no hints", "Weak", weak);
      int differ = cuts.last().differAfterReads(weak.repair(with("read-repair")));
      cuts.chart();
      boolean waits = FarCopies.tell(story, stores, Duration.ofMillis(delay));
      story.figure("diverged", any.differ());
      story.claim(REFUSES, majority.refused() == majority.ofMinority());
      story.claim(ONE_COPY, Verdict.holds(story, number(), majority.violation()));
      story.claim(OVERLAP, strict.stale() == 0);
      story.control(
          "a sloppy quorum answers all, and reads are stale",
          sloppy.refused() == 0 && sloppy.stale() > 0);
      story.control(
          "AP answers all, and is not linearizable", any.refused() == 0 && any.wrongKeys() > 0);
      story.claim(KEEPS, any.lost() == 0);
      story.claim(CONVERGES, any.differ() == 0);
      story.claim(REPAIRS, alone.differ() > 0 && differ == 0);
      story.control("a majority waits for a far copy, one node does not", waits);
    }
  }

  public static void main(String[] args) {
    run(new Lesson8ChooseTwo(), args);
  }
}

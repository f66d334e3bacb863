package scalebook.partitioning.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.HashRing;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.stage.Comparison;

/**
 * One more node. How few keys can move, and what does it cost to move no more?
 *
 * <p>1/(n+1) of the keys must move, or the new node would have less than the others. A ring,
 * rendezvous and jump hashing move just that; they differ in how even they are and how fast they
 * find a key. The spread of a ring is a matter of its virtual nodes: 1/√v.
 *
 * <pre>./book consistent --nodes 100</pre>
 */
@Command(name = "consistent", description = "one more node: how few keys can move?")
@Idea(value = HashRing.class, test = "placement.PlacementTest")
public final class Lesson3Consistent extends Lesson {
  private static final int RING_NODES = 1_000;
  private static final int LARGE = 10_000;

  @Option(names = "--nodes", description = "nodes before the new one (default: ${DEFAULT-VALUE})")
  private int nodes = 10;

  @Option(names = "--keys", description = "keys (default: ${DEFAULT-VALUE})")
  private Size keys = size(1_000_000, 200_000);

  @Override
  protected void tell(Story story) {
    story.question("A node joins %d others. Which of %,d keys move?", nodes, keys.get());
    Story.Table table =
        story.table("way", "moved %", "of n+1: max/avg", "deviation %", "ns a look-up");
    Map<String, Double> moved = new LinkedHashMap<>();
    for (String way : Comparison.ways().keySet()) {
      double share = Comparison.row(table, way, nodes, keys.get(), either(2_000_000, 300_000));
      moved.put(way, 100 * share);
    }
    double theory = 1.0 / (nodes + 1);
    moved.put("least", 100 * theory);
    story.bars("keys that move when a node joins", "way", "percent", moved);
    for (String way : new String[] {"ring", "rendezvous", "jump"}) {
      story.claim(
          way + " moves 1/(n+1), within half a point",
          Math.abs(story.figure("moved." + way) - theory) <= 0.005);
    }
    story.claim(
        "modulo moves n/(n+1), within half a point",
        Math.abs(story.figure("moved.modulo") - (1 - theory)) <= 0.005);
    // ① Maglev gives up a little here, and is the most even of those with a table.
    double more = 100 * (story.figure("moved.maglev") - theory);
    story.event("maglev", "moves %.2f points more than it must", more);
    rings(story);
    large(story);
  }

  /** ② The circle itself is measured: the length of each node's arcs. */
  private void rings(Story story) {
    String of = "virtual nodes of %,d".formatted(RING_NODES);
    Story.Table table = story.table(of, "deviation %", "theory %", "max/avg", "theory");
    boolean asTheorySays = true;
    for (int virtual : new int[] {1, 10, 100, 1_000}) {
      boolean about = Comparison.row(table, virtual, RING_NODES);
      asTheorySays &= virtual < 100 || about;
    }
    story.claim("a ring's spread is 1/√v, within a tenth", asTheorySays);
  }

  private static void large(Story story) {
    long start = System.nanoTime();
    double moved = Comparison.moved(n -> HashRing.of(100, Placement.numbers(n)), LARGE, 200_000);
    long millis = (System.nanoTime() - start) / 1_000_000;
    story.event(
        "10,000 nodes",
        "two rings of a million points, %d ms; one more node moves %.4f %%",
        millis,
        100 * moved);
    story.figure("largeRingMillis", millis);
    story.claim(
        "a ring of 10,000 nodes moves one key in ten thousand",
        Math.abs(moved - 1.0 / (LARGE + 1)) <= 5 * Math.sqrt(1.0 / LARGE / 200_000));
  }

  public static void main(String[] args) {
    run(new Lesson3Consistent(), args);
  }
}

package scalebook.partitioning.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.HashRing;
import scalebook.partitioning.placement.Placement;
import scalebook.partitioning.stage.Comparison;
import scalebook.partitioning.stage.OwnRing;

/**
 * One more node. How few keys can move, and what does it cost to move no more?
 *
 * <p>1/(n+1) of the keys must move, or the new node would have less than the others. A ring,
 * rendezvous and jump hashing move just that; they differ in how even they are and how fast they
 * find a key. The spread of a ring is a matter of its virtual nodes: 1/√v.
 *
 * <pre>./book consistent --without virtual-nodes</pre>
 */
@Command(name = "consistent", description = "one more node: how few keys can move?")
@Idea(value = HashRing.class, test = "placement.PlacementTest")
@Without(
    name = "virtual-nodes",
    what = "a node has many points on the ring, not one",
    falls = {Lesson3Consistent.LEAST, Lesson3Consistent.SPREAD})
@Without(
    name = "points",
    what = "nodes own what lies before their hashed points, not equal sectors",
    falls = {Lesson3Consistent.LEAST, Lesson3Consistent.LARGE_RING})
@Mine(value = "HashRing", as = "the ring that a node joins")
public final class Lesson3Consistent extends Lesson {
  static final String LEAST = "ring, rendezvous and jump move 1/(n+1) of the keys";
  static final String SPREAD = "with v virtual nodes shares deviate by 1/√v";
  static final String LARGE_RING = "in 10,000 nodes a new one moves 1/10,001";
  private static final int LARGE = 10_000;
  private static final int LARGE_KEYS = 200_000;
  private static final int LARGE_VIRTUAL = 100;

  @Option(names = "--nodes", description = "nodes before the new one (default: ${DEFAULT-VALUE})")
  private int nodes = 10;

  @Option(names = "--keys", description = "keys (default: ${DEFAULT-VALUE})")
  private Size keys = size(1_000_000, 200_000);

  @Override
  protected void tell(Story story) {
    story.question("A node joins %d others. Which of %,d keys move?", nodes, keys.get());
    Story.Table table =
        story.table("way to place a key", "moved %", "max/avg", "deviation %", "ns a look-up");
    Map<String, Double> moved = new LinkedHashMap<>();
    Comparison.ways(n -> ring(Comparison.VIRTUAL_NODES, n))
        .forEach(
            (name, way) -> {
              int looks = either(2_000_000, 300_000);
              double share = Comparison.row(table, name, way, nodes, keys.get(), looks);
              moved.put(name, 100 * share);
            });
    double theory = 1.0 / (nodes + 1);
    moved.put("least", 100 * theory);
    story.bars("keys that move when a node joins", "way", "percent", moved);
    boolean asTheorySays = Comparison.rings(story, v -> with("virtual-nodes") ? v : 1); // ②
    // ① Maglev moves a little more, and is the most even of those with a table.
    story.claim(
        LEAST,
        Stream.of("ring", "rendezvous", "jump")
            .allMatch(way -> Math.abs(story.figure("moved." + way) - theory) <= 0.005));
    story.control(
        "modulo moves n/(n+1) of the keys",
        Math.abs(story.figure("moved.modulo") - (1 - theory)) <= 0.005);
    story.claim(SPREAD, asTheorySays);
    large(story);
  }

  private Placement ring(int virtualNodes, int count) {
    if (!with("points")) {
      return Placement.sectors(count);
    }
    int points = with("virtual-nodes") ? virtualNodes : 1;
    return own()
        .made("HashRing", OwnRing.class, points)
        .map(own -> OwnRing.with(own, count))
        .orElseGet(() -> HashRing.of(points, Placement.numbers(count)));
  }

  private void large(Story story) {
    long start = System.nanoTime();
    IntFunction<Placement> way = n -> ring(LARGE_VIRTUAL, n);
    double moved = Comparison.moved(way, LARGE, LARGE_KEYS);
    story.figure("largeRingMillis", (System.nanoTime() - start) / 1_000_000);
    story.event("10,000 nodes", "one more moves %.4f %% of the keys", 100 * moved);
    story.claim(
        LARGE_RING, Math.abs(moved - 1.0 / (LARGE + 1)) <= 5 * Math.sqrt(1.0 / LARGE / LARGE_KEYS));
  }

  public static void main(String[] args) {
    run(new Lesson3Consistent(), args);
  }
}

package scalebook.partitioning.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.Comparison;
import scalebook.partitioning.placement.HashRing;
import scalebook.partitioning.placement.Placement;

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
public final class Lesson3Consistent extends Lesson {
  private static final int RING_NODES = 1_000;
  private static final int LARGE = 10_000;

  @Option(names = "--nodes", description = "nodes before the new one (default: ${DEFAULT-VALUE})")
  private int nodes = 10;

  @Option(names = "--keys", description = "keys (default: 1000000, quick 200000)")
  private int keys;

  private long sink;

  @Override
  protected void tell(Story story) {
    keys = keys > 0 ? keys : either(1_000_000, 200_000);
    story.question("A node joins %d others. Which of %,d keys move?", nodes, keys);
    double theory = 1.0 / (nodes + 1);
    Story.Table table =
        story.table("way", "moved %", "of n+1: max/avg", "deviation %", "ns a look-up");
    Map<String, Double> moved = new LinkedHashMap<>();
    Comparison.ways()
        .forEach(
            (way, make) -> {
              Placement before = make.apply(nodes);
              Placement after = make.apply(nodes + 1);
              double share = Comparison.moved(before, after, keys);
              Comparison.Spread spread = Comparison.spread(after, nodes + 1, keys);
              double nanos = nanos(after);
              table.row(
                  way,
                  "%.2f".formatted(100 * share),
                  "%.3f".formatted(spread.max()),
                  "%.2f".formatted(100 * spread.deviation()),
                  nanos);
              moved.put(way, 100 * share);
              story.figure("moved." + way, share);
              story.figure("spread." + way, spread.deviation());
            });
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
    story.event(
        "maglev",
        "moves %.2f points more than it must",
        100 * (story.figure("moved.maglev") - theory));
    rings(story);
  }

  /** ② The circle itself is measured: the length of each node's arcs. */
  private void rings(Story story) {
    Story.Table table =
        story.table(
            "virtual nodes of %,d".formatted(RING_NODES),
            "deviation %",
            "theory %",
            "max/avg",
            "theory");
    boolean asTheorySays = true;
    for (int virtual : new int[] {1, 10, 100, 1_000}) {
      Comparison.Spread spread =
          Comparison.spread(HashRing.of(virtual, Placement.numbers(RING_NODES)));
      Comparison.Spread theory = Comparison.theory(RING_NODES, virtual);
      table.row(
          String.valueOf(virtual),
          100 * spread.deviation(),
          100 * theory.deviation(),
          "%.3f".formatted(spread.max()),
          "%.3f".formatted(theory.max()));
      story.figure("spread.ring." + virtual, spread.deviation());
      if (virtual >= 100) {
        asTheorySays &= within(spread.deviation(), theory.deviation(), 0.1);
        asTheorySays &= within(spread.max(), theory.max(), 0.1);
      }
    }
    story.claim("a ring's spread is 1/√v, within a tenth", asTheorySays);
    long start = System.nanoTime();
    IntFunction<HashRing> large = n -> HashRing.of(100, Placement.numbers(n));
    double moved = Comparison.moved(large.apply(LARGE), large.apply(LARGE + 1), 200_000);
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

  private static boolean within(double measured, double theory, double share) {
    return Math.abs(measured / theory - 1) <= share;
  }

  /** Only to see the order of magnitude; ./book bench 5 measures. */
  private double nanos(Placement placement) {
    int looks = either(2_000_000, 300_000);
    for (long key = 0; key < looks; key++) {
      sink += placement.node(key);
    }
    long start = System.nanoTime();
    for (long key = 0; key < looks; key++) {
      sink += placement.node(key);
    }
    return (System.nanoTime() - start) / (double) looks + (sink == 42 ? 1e-9 : 0);
  }

  public static void main(String[] args) {
    run(new Lesson3Consistent(), args);
  }
}

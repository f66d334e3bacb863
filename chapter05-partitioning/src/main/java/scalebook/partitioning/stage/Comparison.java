package scalebook.partitioning.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.DoubleStream;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.HashRing;
import scalebook.partitioning.placement.Maglev;
import scalebook.partitioning.placement.Placement;

/** Ways to place keys, side by side: how much moves, and how even it is. */
public final class Comparison {
  public static final int VIRTUAL_NODES = 1_000;
  private static final int RING_NODES = 1_000;

  private Comparison() {}

  /** By the names of figures; each makes a placement for n nodes. */
  public static Map<String, IntFunction<Placement>> ways() {
    return ways(n -> HashRing.of(VIRTUAL_NODES, Placement.numbers(n)));
  }

  /** With this for a ring. */
  public static Map<String, IntFunction<Placement>> ways(IntFunction<Placement> ring) {
    Map<String, IntFunction<Placement>> ways = new LinkedHashMap<>();
    ways.put("modulo", Placement::modulo);
    ways.put("ring", ring);
    ways.put("rendezvous", n -> Placement.rendezvous(Placement.numbers(n)));
    ways.put("jump", Placement::jump);
    ways.put("maglev", n -> new Maglev(Placement.numbers(n)));
    return ways;
  }

  /** The share of keys 0 to n-1 that move when there is one more node. */
  public static double moved(IntFunction<? extends Placement> way, int nodes, int keys) {
    Placement before = way.apply(nodes);
    Placement after = way.apply(nodes + 1);
    int moved = 0;
    for (long key = 0; key < keys; key++) {
      moved += before.node(key) == after.node(key) ? 0 : 1;
    }
    return moved / (double) keys;
  }

  /** Standard deviation and maximum of the nodes' loads, as shares of their mean. */
  public record Spread(double deviation, double max) {
    static Spread of(double[] loads) {
      double mean = DoubleStream.of(loads).average().orElseThrow();
      double max = DoubleStream.of(loads).max().orElseThrow();
      double square =
          DoubleStream.of(loads).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      return new Spread(Math.sqrt(square) / mean, max / mean);
    }

    /** Within a tenth. */
    boolean isAbout(Spread theory) {
      return Math.abs(deviation / theory.deviation - 1) <= 0.1
          && Math.abs(max / theory.max - 1) <= 0.1;
    }
  }

  /** Of one way, when a node joins: what moves, how even it is then, how long a look-up takes. */
  public static double row(
      Story.Table table, String way, IntFunction<Placement> make, int nodes, int keys, int looks) {
    Placement after = make.apply(nodes + 1);
    double moved = moved(make, nodes, keys);
    Spread spread = spread(after, nodes + 1, keys);
    String max = "%.3f".formatted(spread.max);
    String deviation = "%.2f".formatted(100 * spread.deviation);
    table
        .row(way, "%.2f".formatted(100 * moved), max, deviation, nanos(after, looks))
        .figure("moved." + way, moved)
        .figure("spread." + way, spread.deviation);
    return moved;
  }

  /**
   * Rings with 1 to 1,000 virtual nodes beside what theory says; whether they are about that. The
   * circle itself is measured: the length of each node's arcs.
   */
  public static boolean rings(Story story, IntUnaryOperator points) {
    String[] head = {"virtual nodes (of 1,000)", "deviation %", "theory %", "max/avg", "theory"};
    Story.Table table = story.table(head);
    List<Entry.Point> measured = new ArrayList<>();
    List<Entry.Point> expected = new ArrayList<>();
    boolean asTheorySays = true;
    for (int virtual : new int[] {1, 10, 100, 1_000}) {
      int[] nodes = Placement.numbers(RING_NODES);
      Spread spread = spread(HashRing.of(points.applyAsInt(virtual), nodes));
      Spread theory = theory(RING_NODES, virtual);
      double deviation = 100 * spread.deviation;
      story.figure("spread.ring." + virtual, spread.deviation);
      measured.add(new Entry.Point(virtual, deviation));
      expected.add(new Entry.Point(virtual, 100 * theory.deviation));
      if (virtual >= 100) { // of a few points theory says less
        asTheorySays &= spread.isAbout(theory);
        String[] most = {"%.3f".formatted(spread.max), "%.3f".formatted(theory.max)};
        table.row("" + virtual, deviation, 100 * theory.deviation, most[0], most[1]);
      }
    }
    story.chart(
        "how far the shares of 1,000 nodes deviate from their mean",
        "virtual nodes",
        "percent",
        new TreeMap<>(Map.of("measured", measured, "1/√v", expected)));
    return asTheorySays;
  }

  public static Spread spread(Placement placement, int nodes, int keys) {
    double[] loads = new double[nodes];
    for (long key = 0; key < keys; key++) {
      loads[placement.node(key)]++;
    }
    return Spread.of(loads);
  }

  /** Of the circle itself: no keys, no sampling. */
  public static Spread spread(HashRing ring) {
    return Spread.of(ring.shares());
  }

  /**
   * What theory says of n nodes with v points each: shares are nearly gamma distributed with shape
   * v, so they deviate by 1/√v, and the largest of n is about its (n-½)/n quantile (Wilson and
   * Hilferty's approximation).
   */
  public static Spread theory(int nodes, int virtualNodes) {
    double deviation = Math.sqrt((nodes - 1.0) / ((double) nodes * virtualNodes + 1));
    double z = quantile(1 - 0.56 / nodes);
    double v = virtualNodes;
    double max = Math.pow(1 - 1 / (9 * v) + z / (3 * Math.sqrt(v)), 3);
    return new Spread(deviation, max);
  }

  /** Of the normal distribution, above ½ (Abramowitz and Stegun 26.2.23, error below 0.00045). */
  private static double quantile(double p) {
    double t = Math.sqrt(-2 * Math.log(1 - p));
    double above = 2.515517 + t * (0.802853 + t * 0.010328);
    return t - above / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  }

  /** A look-up's, to see the order of magnitude; ./book bench 5 measures. */
  private static double nanos(Placement placement, int looks) {
    long warm = sum(placement, looks);
    long start = System.nanoTime();
    long sum = sum(placement, looks);
    double nanos = (System.nanoTime() - start) / (double) looks;
    return sum == warm ? nanos : Double.NaN; // both are used, so that neither is left out
  }

  private static long sum(Placement placement, int looks) {
    long sum = 0;
    for (long key = 0; key < looks; key++) {
      sum += placement.node(key);
    }
    return sum;
  }
}

package scalebook.partitioning.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import scalebook.lab.story.Story;
import scalebook.partitioning.placement.HashRing;
import scalebook.partitioning.placement.Maglev;
import scalebook.partitioning.placement.Placement;

/** Ways to place keys, side by side: how much moves, and how even it is. */
public final class Comparison {
  private static final int VIRTUAL_NODES = 1_000;

  private Comparison() {}

  /** By the names of figures; each makes a placement for n nodes. */
  public static Map<String, IntFunction<Placement>> ways() {
    Map<String, IntFunction<Placement>> ways = new LinkedHashMap<>();
    ways.put("modulo", Placement::modulo);
    ways.put("ring", n -> HashRing.of(VIRTUAL_NODES, Placement.numbers(n)));
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
  public static double row(Story.Table table, String way, int nodes, int keys, int looks) {
    Placement after = ways().get(way).apply(nodes + 1);
    double moved = moved(ways().get(way), nodes, keys);
    Spread spread = spread(after, nodes + 1, keys);
    String max = "%.3f".formatted(spread.max);
    String deviation = "%.2f".formatted(100 * spread.deviation);
    table
        .row(way, "%.2f".formatted(100 * moved), max, deviation, nanos(after, looks))
        .figure("moved." + way, moved)
        .figure("spread." + way, spread.deviation);
    return moved;
  }

  /** Of a ring, beside what theory says; whether it is about that. */
  public static boolean row(Story.Table table, int virtualNodes, int nodes) {
    Spread spread = spread(HashRing.of(virtualNodes, Placement.numbers(nodes)));
    Spread theory = theory(nodes, virtualNodes);
    String max = "%.3f".formatted(spread.max);
    String most = "%.3f".formatted(theory.max);
    table
        .row(
            String.valueOf(virtualNodes), 100 * spread.deviation, 100 * theory.deviation, max, most)
        .figure("spread.ring." + virtualNodes, spread.deviation);
    return spread.isAbout(theory);
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

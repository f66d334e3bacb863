package scalebook.partitioning.placement;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

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

  /** The share of keys 0 to n-1 that another placement puts elsewhere. */
  public static double moved(Placement before, Placement after, int keys) {
    int moved = 0;
    for (long key = 0; key < keys; key++) {
      moved += before.node(key) == after.node(key) ? 0 : 1;
    }
    return moved / (double) keys;
  }

  /** Standard deviation and maximum of the nodes' loads, as shares of their mean. */
  public record Spread(double deviation, double max) {
    static Spread of(double[] loads) {
      double mean = 0;
      for (double load : loads) {
        mean += load / loads.length;
      }
      double squares = 0;
      double max = 0;
      for (double load : loads) {
        squares += (load - mean) * (load - mean) / loads.length;
        max = Math.max(max, load);
      }
      return new Spread(Math.sqrt(squares) / mean, max / mean);
    }
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

  /** Of the normal distribution, by halving: slow, short and sure. */
  private static double quantile(double p) {
    double low = -10;
    double high = 10;
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      if (normal(middle) < p) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The normal distribution function (Abramowitz and Stegun 26.2.17, error below 1e-7). */
  private static double normal(double x) {
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    double tail =
        density
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return x >= 0 ? 1 - tail : tail;
  }
}

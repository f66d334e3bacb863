package scalebook.partitioning.placement;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * Nodes throw points on a circle of hashes, and own what lies between their points and the ones
 * before (Karger and others, 1997). More points make the shares more even: with v of them each, the
 * shares vary by about 1/√v.
 *
 * <p>Two sorted arrays, and a directory that says where in them to begin for the first bits of a
 * hash: a look-up is a step or two, however many points there are. A ring is never changed; make
 * another.
 */
public final class HashRing implements Placement {
  private final long[] points; // sorted as unsigned
  private final int[] owners;
  private final int[] directory;
  private final int shift;

  private HashRing(long[] points, int[] owners) {
    this.points = points;
    this.owners = owners;
    int bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(points.length - 1));
    this.shift = 64 - bits;
    this.directory = new int[(1 << bits) + 1];
    int point = 0;
    for (int slot = 0; slot < directory.length; slot++) {
      while (point < points.length && (points[point] >>> shift) < slot) {
        point++;
      }
      directory[slot] = point;
    }
  }

  public static HashRing of(int virtualNodes, int... nodes) {
    return weighted(node -> virtualNodes, nodes);
  }

  /** {@code weight}: how many points a node throws. */
  public static HashRing weighted(IntUnaryOperator weight, int... nodes) {
    int count = IntStream.of(nodes).map(weight).sum();
    if (count < 1) {
      throw new IllegalArgumentException("a ring needs at least one point");
    }
    record Point(long hash, int owner) {}
    Point[] all = new Point[count];
    int next = 0;
    for (int node : nodes) {
      for (int i = 0; i < weight.applyAsInt(node); i++) {
        all[next++] = new Point(Hash64.of(node, i), node);
      }
    }
    Arrays.sort(all, (a, b) -> Long.compareUnsigned(a.hash, b.hash));
    long[] inOrder = new long[count];
    int[] owners = new int[count];
    for (int i = 0; i < count; i++) {
      inOrder[i] = all[i].hash;
      owners[i] = all[i].owner;
    }
    return new HashRing(inOrder, owners);
  }

  @Override
  public int node(long key) {
    long hash = Hash64.of(key);
    int at = directory[(int) (hash >>> shift)];
    while (at < points.length && Long.compareUnsigned(points[at], hash) < 0) {
      at++;
    }
    return owners[at == points.length ? 0 : at];
  }

  /** The share of the circle that each node owns, by its number. */
  public double[] shares() {
    double[] shares = new double[Arrays.stream(owners).max().orElse(0) + 1];
    for (int i = 0; i < points.length; i++) {
      long arc = points[i] - points[i == 0 ? points.length - 1 : i - 1]; // wraps around
      shares[owners[i]] += points.length == 1 ? 1 : (arc >>> 11) * 0x1.0p-53;
    }
    return shares;
  }

  public int points() {
    return points.length;
  }
}

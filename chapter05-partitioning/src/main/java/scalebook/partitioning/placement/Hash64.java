package scalebook.partitioning.placement;

/** Sixty-four bits that look random, whatever goes in: neighbouring ids end up far apart. */
public final class Hash64 {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private Hash64() {}

  /** The finaliser of SplitMix64: a one-to-one map, so that no two ids collide. */
  public static long of(long key) {
    long z = key + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** Of two numbers: a node and one of its points, or a node and a key. */
  public static long of(long one, long other) {
    return of(of(one) + other * GOLDEN);
  }
}

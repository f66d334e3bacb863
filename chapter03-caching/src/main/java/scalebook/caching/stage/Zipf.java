package scalebook.caching.stage;

import java.util.Arrays;

/**
 * Popularity as it is in shops and libraries: the second most popular thing is asked for half as
 * often as the first, the third a third as often. The i-th draw is always the same one.
 */
public final class Zipf {
  private final double[] upTo;

  /** {@code skew}: 1 is classic, 0 makes all equal. */
  public Zipf(int things, double skew) {
    upTo = new double[things];
    double sum = 0;
    for (int i = 0; i < things; i++) {
      sum += 1 / Math.pow(i + 1, skew);
      upTo[i] = sum;
    }
  }

  public int at(long i) {
    double point = (mix(i) >>> 11) * 0x1.0p-53 * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, point);
    return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
  }

  /** SplitMix64. */
  private static long mix(long i) {
    long z = (i + 1) * 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}

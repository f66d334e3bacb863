package scalebook.caching.stage.load;

import java.util.Arrays;
import java.util.SplittableRandom;

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
    double point = new SplittableRandom(i).nextDouble() * upTo[upTo.length - 1];
    int found = Arrays.binarySearch(upTo, point);
    return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
  }
}

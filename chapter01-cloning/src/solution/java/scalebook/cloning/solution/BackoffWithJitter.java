package scalebook.cloning.solution;

import java.util.random.RandomGenerator;

/** A random delay below a bound that doubles up to a cap: full jitter. */
public final class BackoffWithJitter {
  private final long baseMillis;
  private final long capMillis;

  public BackoffWithJitter(long baseMillis, long capMillis) {
    this.baseMillis = baseMillis;
    this.capMillis = capMillis;
  }

  public long delayMillis(int crashes, RandomGenerator random) {
    // Without this limit the 64th crash would shift everything out, and the wait would be 0.
    int doublings = Math.min(crashes - 1, Long.numberOfLeadingZeros(baseMillis) - 2);
    long bound = Math.min(capMillis, baseMillis << doublings);
    return random.nextLong(bound + 1);
  }
}

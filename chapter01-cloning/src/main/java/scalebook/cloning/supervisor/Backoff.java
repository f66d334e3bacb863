package scalebook.cloning.supervisor;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next start after some crashes in a row: a random time below a bound
 * that doubles up to a cap (full jitter).
 *
 * <p>Random, because workers that died together would otherwise come back together, again and
 * again.
 */
public record Backoff(long baseMillis, long capMillis) implements Pause {
  private static final int MOST_DOUBLINGS = 30;

  public Backoff {
    if (baseMillis < 1 || capMillis < baseMillis) {
      throw new IllegalArgumentException(
          "the pause grows from "
              + baseMillis
              + " to "
              + capMillis
              + " ms: at least 1, and upwards");
    }
  }

  @Override
  public long delayMillis(int crashes, RandomGenerator random) {
    int doublings = Math.max(0, Math.min(crashes - 1, MOST_DOUBLINGS));
    long bound = Math.min(capMillis, baseMillis << doublings);
    return random.nextLong(bound + 1);
  }
}

package scalebook.microservices.resilience;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: twice as long each time, up to a bound.
 *
 * @param jitter a random time up to that one instead: those who failed together do not come back
 *     together
 */
public record Backoff(long baseMillis, long mostMillis, boolean jitter) {

  /** Before retry 1, 2, 3 and so on. */
  public long millis(int retry, RandomGenerator random) {
    long most = Math.min(mostMillis, baseMillis << Math.min(retry - 1, 20));
    return jitter ? random.nextLong(most + 1) : most;
  }
}

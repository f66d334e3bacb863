package scalebook.cloning.exercise;

import java.util.random.RandomGenerator;
import scalebook.lab.exercise.Todo;

/**
 * How long to wait before a worker that crashed is started again.
 *
 * <p>After the n-th crash in a row: any time from 0 to a bound, both included, each as likely as
 * the other. The bound is {@code baseMillis} after the first crash, doubles with each further one,
 * and never exceeds {@code capMillis}. All chance comes from the given random numbers.
 */
public final class BackoffWithJitter {
  private final long baseMillis;
  private final long capMillis;

  public BackoffWithJitter(long baseMillis, long capMillis) {
    this.baseMillis = baseMillis;
    this.capMillis = capMillis;
  }

  /** {@code crashes} counts from 1, and a crash loop can make it large. */
  public long delayMillis(int crashes, RandomGenerator random) {
    throw new Todo("a random delay below a bound that doubles up to a cap");
  }
}

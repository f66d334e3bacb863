package scalebook.cloning.supervisor;

import java.util.random.RandomGenerator;

/** How long to wait before the next try, after so many that failed. */
@FunctionalInterface
public interface Pause {
  /** {@code failures} counts from 1. */
  long delayMillis(int failures, RandomGenerator random);
}

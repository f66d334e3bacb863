package scalebook.cloning.exercise;

import java.util.random.RandomGenerator;
import scalebook.cloning.solution.BackoffWithJitter;

class BackoffWithJitterSolutionTest extends BackoffWithJitterContract {
  @Override
  long delayMillis(long base, long cap, int crashes, RandomGenerator random) {
    return new BackoffWithJitter(base, cap).delayMillis(crashes, random);
  }
}

package scalebook.cloning.exercise;

import java.util.random.RandomGenerator;

class BackoffWithJitterExerciseTest extends BackoffWithJitterContract {
  @Override
  long delayMillis(long base, long cap, int crashes, RandomGenerator random) {
    return new BackoffWithJitter(base, cap).delayMillis(crashes, random);
  }
}

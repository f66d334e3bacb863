package scalebook.cloning.policy;

import java.util.random.RandomGenerator;

/** Any clone: needs no state at all, and is uneven. */
final class RandomChoice implements Policy {
  private final RandomGenerator random;

  RandomChoice(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    return candidates[random.nextInt(candidates.length)];
  }
}

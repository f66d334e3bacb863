package scalebook.cloning.policy;

import java.util.random.RandomGenerator;

/**
 * Looks at two random clones and takes the less loaded: nearly as even as looking at all, at a cost
 * that does not grow with their number (Mitzenmacher's power of two choices).
 */
final class TwoChoices implements Policy {
  private final RandomGenerator random;

  TwoChoices(RandomGenerator random) {
    this.random = random;
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    int n = candidates.length;
    if (n == 1) {
      return candidates[0];
    }
    int first = random.nextInt(n);
    int second = random.nextInt(n - 1);
    second += second >= first ? 1 : 0; // two different ones
    Backend a = candidates[first];
    Backend b = candidates[second];
    return a.inFlight() <= b.inFlight() ? a : b;
  }
}

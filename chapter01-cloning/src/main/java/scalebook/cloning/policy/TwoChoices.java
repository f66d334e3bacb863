package scalebook.cloning.policy;

import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Looks at two random clones and takes the one that costs less: nearly as even as looking at all,
 * at a price that does not grow with their number (Mitzenmacher's power of two choices).
 */
final class TwoChoices implements Policy {
  private final RandomGenerator random;
  private final ToDoubleFunction<Backend> cost;

  private TwoChoices(RandomGenerator random, ToDoubleFunction<Backend> cost) {
    this.random = random;
    this.cost = cost;
  }

  static TwoChoices byLoad(RandomGenerator random, Policy.Sight sight) {
    return new TwoChoices(random, sight.load()::applyAsInt);
  }

  /** Also sees a clone that is slow while few requests are under way. */
  static TwoChoices byLatency(RandomGenerator random, Policy.Sight sight) {
    return new TwoChoices(
        random,
        clone -> sight.latency().applyAsDouble(clone) * (sight.load().applyAsInt(clone) + 1));
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
    return cost.applyAsDouble(a) <= cost.applyAsDouble(b) ? a : b;
  }
}

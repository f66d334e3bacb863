package scalebook.cloning.policy;

import java.util.random.RandomGenerator;

/**
 * Of two random clones the one whose latency, times the requests it already has, is lower: it also
 * sees a clone that is slow while few requests are under way.
 */
final class Ewma implements Policy {
  private final RandomGenerator random;

  Ewma(RandomGenerator random) {
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
    second += second >= first ? 1 : 0;
    Backend a = candidates[first];
    Backend b = candidates[second];
    return cost(a) <= cost(b) ? a : b;
  }

  private static double cost(Backend backend) {
    return backend.latencyNanos() * (backend.inFlight() + 1);
  }
}

package scalebook.cloning.policy;

import java.util.concurrent.atomic.AtomicInteger;

/** The clone that would have the fewest unanswered requests for its weight, this one included. */
final class WeightedLeastConnections implements Policy {
  private final AtomicInteger start = new AtomicInteger();

  @Override
  public Backend pick(Backend[] candidates, String client) {
    int from = Math.floorMod(start.getAndIncrement(), candidates.length);
    Backend best = candidates[from];
    long load = best.inFlight() + 1L;
    for (int i = 1; i < candidates.length; i++) {
      Backend other =
          candidates[from + i < candidates.length ? from + i : from + i - candidates.length];
      long otherLoad = other.inFlight() + 1L;
      // load/weight compared without a division: a/b < c/d is a*d < c*b
      if (otherLoad * best.weight() < load * other.weight()) {
        best = other;
        load = otherLoad;
      }
    }
    return best;
  }
}

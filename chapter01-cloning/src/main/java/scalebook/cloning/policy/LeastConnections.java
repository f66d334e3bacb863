package scalebook.cloning.policy;

import java.util.concurrent.atomic.AtomicInteger;

/** The clone with the fewest unanswered requests; among equals, in turn. */
final class LeastConnections implements Policy {
  private final AtomicInteger start = new AtomicInteger();

  @Override
  public Backend pick(Backend[] candidates, String client) {
    // Without a moving start an idle group would send everything to its first clone.
    int from = Math.floorMod(start.getAndIncrement(), candidates.length);
    Backend best = candidates[from];
    int fewest = best.inFlight();
    for (int i = 1; i < candidates.length && fewest > 0; i++) {
      int at = from + i < candidates.length ? from + i : from + i - candidates.length;
      int load = candidates[at].inFlight();
      if (load < fewest) {
        best = candidates[at];
        fewest = load;
      }
    }
    return best;
  }
}

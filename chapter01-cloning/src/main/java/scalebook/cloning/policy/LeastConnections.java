package scalebook.cloning.policy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/** The clone with the fewest unanswered requests; among equals, in turn. */
final class LeastConnections implements Policy {
  private final AtomicInteger start = new AtomicInteger();
  private final ToIntFunction<Backend> load;

  LeastConnections(ToIntFunction<Backend> load) {
    this.load = load;
  }

  @Override
  public Backend pick(Backend[] candidates, String client) {
    // Without a moving start an idle group would send everything to its first clone.
    int from = Math.floorMod(start.getAndIncrement(), candidates.length);
    Backend best = candidates[from];
    int fewest = load.applyAsInt(best);
    for (int i = 1; i < candidates.length && fewest != 0; i++) {
      int at = from + i < candidates.length ? from + i : from + i - candidates.length;
      int other = load.applyAsInt(candidates[at]);
      if (other < fewest) {
        best = candidates[at];
        fewest = other;
      }
    }
    return best;
  }
}

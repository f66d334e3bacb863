package scalebook.cloning.policy;

import java.util.Map;
import java.util.WeakHashMap;

/**
 * Shares by weight, and well mixed: 5:1:1 gives a a b a c a a, not a a a a a b c (nginx's method).
 *
 * <p>Each pick every clone earns its weight; the richest is chosen and pays what all earned.
 */
final class SmoothWeighted implements Policy {
  /** Weak, so that a clone that left for good is forgotten. */
  private final Map<Backend, int[]> purses = new WeakHashMap<>();

  @Override
  public synchronized Backend pick(Backend[] candidates, String client) {
    int total = 0;
    Backend richest = null;
    int[] most = null;
    for (Backend backend : candidates) {
      int[] purse = purses.computeIfAbsent(backend, unused -> new int[1]);
      purse[0] += backend.weight();
      total += backend.weight();
      if (most == null || purse[0] > most[0]) {
        richest = backend;
        most = purse;
      }
    }
    most[0] -= total;
    return richest;
  }
}

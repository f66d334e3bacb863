package scalebook.cloning.solution;

import java.util.LinkedHashMap;
import java.util.Map;

/** Every clone earns its weight; the richest is chosen and pays what all earned. */
public final class SmoothWeightedRoundRobin {
  private final Map<String, Integer> weights;
  private final Map<String, Integer> purses = new LinkedHashMap<>();
  private final int total;

  public SmoothWeightedRoundRobin(Map<String, Integer> weights) {
    this.weights = weights;
    this.total = weights.values().stream().mapToInt(Integer::intValue).sum();
  }

  public String next() {
    String richest = null;
    for (String clone : weights.keySet()) {
      purses.merge(clone, weights.get(clone), Integer::sum);
      if (richest == null || purses.get(clone) > purses.get(richest)) {
        richest = clone;
      }
    }
    purses.merge(richest, -total, Integer::sum);
    return richest;
  }
}

package scalebook.cloning.exercise;

import java.util.Map;
import scalebook.lab.exercise.Todo;

/**
 * Shares by weight, well mixed: with a=5, b=1, c=1 the order is a a b a c a a, and again.
 *
 * <p>Each turn every clone earns its weight. The richest is chosen (the first of equals), and pays
 * what all clones together earned in this turn.
 */
public final class SmoothWeightedRoundRobin {
  private final Map<String, Integer> weights;

  /** The weights of the clones, in the order in which equals are preferred. */
  public SmoothWeightedRoundRobin(Map<String, Integer> weights) {
    this.weights = weights;
  }

  /** The clone for the next request. */
  public String next() {
    throw new Todo("every clone earns its weight, the richest is chosen and pays");
  }
}

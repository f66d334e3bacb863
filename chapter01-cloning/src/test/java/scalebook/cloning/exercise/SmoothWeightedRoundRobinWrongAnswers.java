package scalebook.cloning.exercise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What people really write. */
final class SmoothWeightedRoundRobinWrongAnswers {
  /** The right shares, in bursts. */
  static class InBursts extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      List<String> cycle = new ArrayList<>();
      weights.forEach(
          (name, weight) -> {
            for (int i = 0; i < weight; i++) {
              cycle.add(name);
            }
          });
      int[] next = {0};
      return () -> cycle.get(next[0]++ % cycle.size());
    }
  }

  /** The right shares on average, and only then. */
  static class ByLot extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      Random random = new Random(1);
      int total = weights.values().stream().mapToInt(Integer::intValue).sum();
      return () -> {
        int lot = random.nextInt(total);
        for (Map.Entry<String, Integer> clone : weights.entrySet()) {
          lot -= clone.getValue();
          if (lot < 0) {
            return clone.getKey();
          }
        }
        throw new AssertionError();
      };
    }
  }

  /** The richest pays only its own weight: it stays the richest for ever. */
  static class PaysTooLittle extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      Map<String, Integer> purses = new LinkedHashMap<>();
      return () -> {
        weights.forEach((name, weight) -> purses.merge(name, weight, Integer::sum));
        String richest =
            purses.entrySet().stream()
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .orElseThrow()
                .getKey();
        purses.merge(richest, -weights.get(richest), Integer::sum);
        return richest;
      };
    }
  }

  private SmoothWeightedRoundRobinWrongAnswers() {}
}

package scalebook.cloning.exercise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

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

  /**
   * The rule, with a map of purses of one's choice; who is richer than whom is asked of a class.
   */
  private static String next(
      Map<String, Integer> weights, Map<String, Integer> purses, BinaryOperator<String> richer) {
    weights.forEach((name, weight) -> purses.merge(name, weight, Integer::sum));
    String richest = purses.keySet().stream().reduce(richer).orElseThrow();
    purses.merge(richest, -weights.values().stream().mapToInt(n -> n).sum(), Integer::sum);
    return richest;
  }

  /** The last of equals. */
  static class TheLastOfEquals extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      Map<String, Integer> purses = new LinkedHashMap<>();
      return () ->
          SmoothWeightedRoundRobinWrongAnswers.next(
              weights, purses, (a, b) -> purses.get(b) >= purses.get(a) ? b : a);
    }
  }

  /** A sorted map: equals come by name. */
  static class ByName extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      Map<String, Integer> purses = new TreeMap<>();
      return () ->
          SmoothWeightedRoundRobinWrongAnswers.next(
              weights, purses, (a, b) -> purses.get(b) > purses.get(a) ? b : a);
    }
  }

  /** The purses are static: all balancers of a program share them. */
  static class SharedPurses extends SmoothWeightedRoundRobinContract {
    private final Map<String, Integer> purses = new LinkedHashMap<>();

    @Override
    Answer answer(Map<String, Integer> weights) {
      return () ->
          SmoothWeightedRoundRobinWrongAnswers.next(
              weights, purses, (a, b) -> purses.get(b) > purses.get(a) ? b : a);
    }
  }

  /** Chooses before the turn's earnings are in. */
  static class ChoosesThenEarns extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      Map<String, Integer> purses = new LinkedHashMap<>(weights);
      purses.replaceAll((name, weight) -> 0);
      return () -> {
        String richest =
            purses.keySet().stream()
                .reduce((a, b) -> purses.get(b) > purses.get(a) ? b : a)
                .orElseThrow();
        purses.merge(richest, -weights.values().stream().mapToInt(n -> n).sum(), Integer::sum);
        weights.forEach((name, weight) -> purses.merge(name, weight, Integer::sum));
        return richest;
      };
    }
  }

  /** Who was chosen begins from nothing. */
  static class EmptiesThePurse extends SmoothWeightedRoundRobinContract {
    @Override
    Answer answer(Map<String, Integer> weights) {
      Map<String, Integer> purses = new LinkedHashMap<>();
      return () -> {
        weights.forEach((name, weight) -> purses.merge(name, weight, Integer::sum));
        String richest =
            purses.keySet().stream()
                .reduce((a, b) -> purses.get(b) > purses.get(a) ? b : a)
                .orElseThrow();
        purses.put(richest, 0);
        return richest;
      };
    }
  }

  private SmoothWeightedRoundRobinWrongAnswers() {}
}

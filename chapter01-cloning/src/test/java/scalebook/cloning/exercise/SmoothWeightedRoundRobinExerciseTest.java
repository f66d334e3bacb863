package scalebook.cloning.exercise;

import java.util.Map;

class SmoothWeightedRoundRobinExerciseTest extends SmoothWeightedRoundRobinContract {
  @Override
  Answer answer(Map<String, Integer> weights) {
    return new SmoothWeightedRoundRobin(weights)::next;
  }
}

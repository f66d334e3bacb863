package scalebook.cloning.exercise;

import java.util.Map;
import scalebook.cloning.solution.SmoothWeightedRoundRobin;

class SmoothWeightedRoundRobinSolutionTest extends SmoothWeightedRoundRobinContract {
  @Override
  Answer answer(Map<String, Integer> weights) {
    return new SmoothWeightedRoundRobin(weights)::next;
  }
}

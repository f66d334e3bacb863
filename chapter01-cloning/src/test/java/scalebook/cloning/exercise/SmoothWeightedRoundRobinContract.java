package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class SmoothWeightedRoundRobinContract extends Contract {
  interface Answer {
    String next();
  }

  Answer answer(Map<String, Integer> weights) {
    return answer(Answer.class, SmoothWeightedRoundRobin.class, weights);
  }

  private List<String> picks(int count, Object... namesAndWeights) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (int i = 0; i < namesAndWeights.length; i += 2) {
      weights.put((String) namesAndWeights[i], (Integer) namesAndWeights[i + 1]);
    }
    Answer answer = answer(weights);
    return IntStream.range(0, count).mapToObj(i -> answer.next()).toList();
  }

  @Test
  @Order(1)
  void aHeavyCloneIsMixedWithTheOthers() {
    assertThat(picks(7, "a", 5, "b", 1, "c", 1))
        .as("5:1:1, mixed: five in a row would be a burst for a, while b and c are idle")
        .containsExactly("a", "a", "b", "a", "c", "a", "a");
  }

  @Test
  @Order(2)
  void afterOneCycleItBeginsAgain() {
    List<String> picks = picks(14, "a", 5, "b", 1, "c", 1);
    assertThat(picks.subList(7, 14))
        .as("the second cycle: who was chosen must have paid exactly what all earned")
        .isEqualTo(picks.subList(0, 7));
  }

  @Test
  @Order(3)
  void theSharesAreTheWeights() {
    List<String> picks = picks(1_000, "big", 6, "middle", 3, "small", 1);
    assertThat(Collections.frequency(picks, "big")).as("6 of 10").isEqualTo(600);
    assertThat(Collections.frequency(picks, "middle")).as("3 of 10").isEqualTo(300);
    assertThat(Collections.frequency(picks, "small")).as("1 of 10").isEqualTo(100);
  }

  @Test
  @Order(4)
  void equalWeightsAreRoundRobin() {
    assertThat(picks(6, "a", 1, "b", 1, "c", 1))
        .as("equal weights, one after the other")
        .containsExactly("a", "b", "c", "a", "b", "c");
  }

  @Test
  @Order(5)
  void equalsAreChosenInTheGivenOrder() {
    assertThat(picks(6, "zoe", 2, "ada", 2, "max", 2))
        .as("equals, in the order in which the weights were given, not by name")
        .containsExactly("zoe", "ada", "max", "zoe", "ada", "max");
  }

  @Test
  @Order(6)
  void twoBalancersDoNotShareTheirPurses() {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("a", 2);
    weights.put("b", 1);
    Answer one = answer(weights);
    Answer other = answer(weights);
    List<String> mixed = List.of(one.next(), other.next(), one.next(), other.next());
    assertThat(mixed)
        .as("two balancers, each with its own turns")
        .containsExactly("a", "a", "b", "b");
  }

  @Test
  @Order(7)
  void anyWeightsAreMixedAsTheRuleSays() {
    assertThat(picks(9, "a", 2, "b", 4, "c", 3))
        .as("2:4:3; try the rule with pencil and paper")
        .containsExactly("b", "c", "a", "b", "c", "b", "a", "c", "b");
    assertThat(picks(3, "only", 7)).containsExactly("only", "only", "only");
  }
}

package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class LeastConnectionsContract extends Contract {
  interface Answer {
    int pick(int[] inFlight);
  }

  Answer answer() {
    return answer(Answer.class, LeastConnections.class);
  }

  @Test
  @Order(1)
  void theLeastLoadedCloneIsChosen() {
    Random random = new Random(7);
    Answer answer = answer();
    for (int i = 0; i < 1_000; i++) {
      int[] inFlight = random.ints(5, 0, 100).toArray();
      int[] before = inFlight.clone();
      int chosen = answer.pick(inFlight);
      assertThat(before[chosen])
          .as("requests under way at the chosen clone, of %s", Arrays.toString(before))
          .isEqualTo(Arrays.stream(before).min().getAsInt());
      assertThat(inFlight).as("a policy looks, it does not count").isEqualTo(before);
    }
  }

  @Test
  @Order(2)
  void anIdleGroupTakesTurns() {
    Answer answer = answer();
    int[] chosen = new int[4];
    for (int i = 0; i < 400; i++) {
      chosen[answer.pick(new int[4])]++;
    }
    assertThat(chosen)
        .as(
            "400 requests, one at a time, over four idle clones: a rule that prefers the first"
                + " would leave three of them without work, and the first one hot")
        .containsExactly(100, 100, 100, 100);
  }

  @Test
  @Order(3)
  void turnsAreAmongTheLeastLoadedOnly() {
    Answer answer = answer();
    int[] chosen = new int[3];
    for (int i = 0; i < 300; i++) {
      chosen[answer.pick(new int[] {2, 1, 1})]++;
    }
    assertThat(chosen[0]).as("picks of the clone with more requests under way").isZero();
    assertThat(Math.min(chosen[1], chosen[2])).as("picks of each of the other two").isPositive();
  }

  @Test
  @Order(4)
  void aSingleCloneIsAlwaysChosen() {
    Answer answer = answer();
    for (int i = 0; i < 100; i++) {
      answer.pick(new int[] {0});
    }
    assertThat(answer.pick(new int[] {0})).as("a single clone").isZero();
  }
}

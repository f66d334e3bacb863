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
    Answer one = answer();
    Answer other = answer();
    int[] ones = new int[2];
    for (int i = 0; i < 100; i++) {
      ones[one.pick(new int[2])]++;
      other.pick(new int[2]);
    }
    assertThat(ones)
        .as("of two balancers each has its own turns, and asks between two of the other one")
        .containsExactly(50, 50);
  }

  @Test
  @Order(3)
  void turnsAreAmongTheLeastLoadedOnly() {
    Answer answer = answer();
    int[] chosen = new int[3];
    for (int i = 0; i < 300; i++) {
      chosen[answer.pick(new int[] {2, 1, 1})]++;
    }
    assertThat(chosen)
        .as(
            "300 picks of clones with 2, 1, 1 requests under way: the two with one take turns,"
                + " and neither gets the turns of the busy one as well")
        .containsExactly(0, 150, 150);
  }

  @Test
  @Order(4)
  void clonesComeAndGo() {
    Answer answer = answer();
    for (int clones : new int[] {5, 2, 1, 3, 7, 4}) {
      int[] chosen = new int[clones];
      for (int i = 0; i < 10 * clones; i++) {
        chosen[answer.pick(new int[clones])]++;
      }
      int[] fair = new int[clones];
      Arrays.fill(fair, 10);
      assertThat(chosen).as("picks, now that there are %d idle clones", clones).isEqualTo(fair);
    }
    int[] chosen = new int[4];
    for (int i = 0; i < 120; i++) {
      chosen[answer.pick(new int[3 + i % 2])]++;
    }
    for (int clone = 0; clone < 3; clone++) {
      assertThat(chosen[clone])
          .as("picks of clone %d, while a fourth one comes and goes: turns go on", clone)
          .isGreaterThan(10);
    }
  }

  @Test
  @Order(5)
  void aSingleCloneIsAlwaysChosen() {
    Answer answer = answer();
    for (int i = 0; i < 100; i++) {
      answer.pick(new int[] {0});
    }
    assertThat(answer.pick(new int[] {0})).as("a single clone").isZero();
  }
}

package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class OutlierEjectionContract extends Contract {
  private static final List<String> CLONES = List.of("a", "b", "c", "d");
  private static final long BASE = 1_000;

  interface Answer {
    void failed(String clone);

    void answered(String clone);

    List<String> inRotation();
  }

  Answer answer(List<String> clones, int inARow, long baseMillis, LongSupplier clock) {
    return answer(Answer.class, OutlierEjection.class, clones, inARow, baseMillis, clock);
  }

  private long now;
  private Answer answer;

  @BeforeEach
  void fourHealthyClones() {
    now = 50_000;
    answer = answer(CLONES, 3, BASE, () -> now);
  }

  private void fail(String clone, int times) {
    for (int i = 0; i < times; i++) {
      answer.failed(clone);
    }
  }

  @Test
  @Order(1)
  void threeFailuresInARowEject() {
    fail("b", 2);
    assertThat(answer.inRotation()).as("two failures are bad luck").isEqualTo(CLONES);
    fail("b", 1);
    assertThat(answer.inRotation()).as("three in a row are not").containsExactly("a", "c", "d");
  }

  @Test
  @Order(2)
  void anAnswerEndsTheRow() {
    for (int i = 0; i < 10; i++) {
      fail("b", 2);
      answer.answered("b");
    }
    assertThat(answer.inRotation())
        .as("twenty failures, never three in a row: a busy clone collects failures over the day")
        .isEqualTo(CLONES);
  }

  @Test
  @Order(3)
  void anEjectedCloneComesBack() {
    fail("b", 3);
    now += BASE - 1;
    assertThat(answer.inRotation()).as("one millisecond too early").doesNotContain("b");
    now += 1;
    assertThat(answer.inRotation()).as("after 1,000 ms, in its old place").isEqualTo(CLONES);
  }

  @Test
  @Order(4)
  void whoFailsOnProbationIsOutTwiceAsLong() {
    fail("b", 3);
    now += BASE;
    assertThat(answer.inRotation()).contains("b");
    fail("b", 1);
    assertThat(answer.inRotation()).as("one failure on probation is enough").doesNotContain("b");
    now += 2 * BASE - 1;
    assertThat(answer.inRotation()).as("the second time lasts 2,000 ms").doesNotContain("b");
    now += 1;
    assertThat(answer.inRotation()).contains("b");
    answer.answered("b");
    fail("b", 3);
    now += BASE;
    assertThat(answer.inRotation()).as("an answer has cleared its record").contains("b");
  }

  @Test
  @Order(5)
  void aLateAnswerDoesNotEndAnEjection() {
    fail("b", 3);
    answer.answered("b");
    assertThat(answer.inRotation())
        .as("b answered a request from before; it may still be sick")
        .doesNotContain("b");
  }

  @Test
  @Order(6)
  void halfOfTheClonesStay() {
    CLONES.forEach(clone -> fail(clone, 3));
    assertThat(answer.inRotation())
        .as("all look sick at once: the network, or one bad page, not four clones")
        .hasSize(2);
  }
}

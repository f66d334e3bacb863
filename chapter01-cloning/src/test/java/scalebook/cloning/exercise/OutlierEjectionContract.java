package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class OutlierEjectionContract extends Contract {
  private static final List<String> CLONES = List.of("a", "b", "c", "d");
  private static final long BASE = 1_000;
  private static final int DOUBLINGS = 20;

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
  void howManyInARowIsAsked() {
    answer = answer(CLONES, 5, BASE, () -> now);
    fail("b", 4);
    assertThat(answer.inRotation()).as("four failures, and five in a row eject").contains("b");
    fail("b", 1);
    assertThat(answer.inRotation()).as("five in a row").doesNotContain("b");
  }

  @Test
  @Order(3)
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
  @Order(4)
  void everyCloneHasItsOwnRow() {
    fail("b", 2);
    fail("c", 2);
    assertThat(answer.inRotation()).as("two failures of b, two of c").isEqualTo(CLONES);
    answer.answered("c");
    fail("b", 1);
    assertThat(answer.inRotation())
        .as("b's third failure: an answer of c says nothing about b")
        .containsExactly("a", "c", "d");
  }

  @Test
  @Order(5)
  void anEjectedCloneComesBack() {
    fail("b", 3);
    now += BASE - 1;
    assertThat(answer.inRotation()).as("one millisecond too early").doesNotContain("b");
    now += 1;
    assertThat(answer.inRotation()).as("after 1,000 ms, in its old place").isEqualTo(CLONES);
  }

  @Test
  @Order(6)
  void aFailureOnProbationDoublesTheEjection() {
    fail("b", 3);
    now += BASE;
    assertThat(answer.inRotation()).contains("b");
    fail("b", 1);
    assertThat(answer.inRotation()).as("one failure on probation is enough").doesNotContain("b");
    now += 2 * BASE - 1;
    assertThat(answer.inRotation()).as("the second time lasts 2,000 ms").doesNotContain("b");
    now += 1;
    assertThat(answer.inRotation()).contains("b");
  }

  @Test
  @Order(7)
  void anAnswerOnProbationClearsTheRecord() {
    fail("b", 3);
    now += BASE;
    answer.answered("b");
    fail("b", 2);
    assertThat(answer.inRotation()).as("probation is over, two failures are few").contains("b");
    fail("b", 1);
    now += BASE;
    assertThat(answer.inRotation()).as("out for 1,000 ms again, not for longer").contains("b");
  }

  @Test
  @Order(8)
  void aRequestThatEndsDuringAnEjectionChangesNothing() {
    fail("b", 3);
    answer.answered("b");
    assertThat(answer.inRotation())
        .as("b answered a request from before; it may still be sick")
        .doesNotContain("b");
    now += BASE / 2;
    fail("b", 9); // requests from before, too
    now += BASE / 2;
    assertThat(answer.inRotation()).as("late failures make it no longer").contains("b");
    fail("b", 1);
    now += 2 * BASE;
    assertThat(answer.inRotation()).as("the second ejection, not the eleventh").contains("b");
  }

  @Test
  @Order(9)
  void halfOfTheClonesStayHoweverManyThereAre() {
    int[] stay = {0, 1, 1, 2, 2, 3, 3, 4, 4};
    for (int n = 1; n < stay.length; n++) {
      List<String> clones = IntStream.range(0, n).mapToObj(i -> "clone" + i).toList();
      answer = answer(clones, 3, BASE, () -> now);
      clones.forEach(clone -> fail(clone, 3));
      assertThat(answer.inRotation())
          .as("in rotation, when all %d look sick: the network, or one bad page", n)
          .hasSize(stay[n]);
    }
  }

  @Test
  @Order(10)
  void aCloneThatCouldNotBeEjectedIsEjectedNextTime() {
    List.of("a", "b", "c").forEach(clone -> fail(clone, 3));
    assertThat(answer.inRotation()).as("c must stay, sick or not").containsExactly("c", "d");
    now += BASE;
    fail("c", 1);
    assertThat(answer.inRotation())
        .as("a and b are back: the fourth failure in a row ejects c")
        .containsExactly("a", "b", "d");
    now += BASE;
    assertThat(answer.inRotation()).as("it was c's first ejection: 1,000 ms").contains("c");
  }

  @Test
  @Order(11)
  void theDoublingEndsBeforeItOverflows() {
    fail("b", 3);
    long pause = BASE;
    for (int ejection = 1; ejection < 70; ejection++) {
      now += pause - 1;
      assertThat(answer.inRotation())
          .as("just before the end of ejection %d in a row, of %d ms", ejection, pause)
          .doesNotContain("b");
      now += 1;
      assertThat(answer.inRotation())
          .as("at the end of ejection %d in a row: after 20 doublings it stays so", ejection)
          .contains("b");
      fail("b", 1);
      pause = ejection <= DOUBLINGS ? 2 * pause : pause;
    }
  }

  /** The rules, written down once more. */
  private final class Rules {
    private final int inARow;
    private final int[] row;
    private final int[] ejections;
    private final long[] until;

    private Rules(int clones, int inARow) {
      this.inARow = inARow;
      this.row = new int[clones];
      this.ejections = new int[clones];
      this.until = new long[clones];
    }

    private boolean in(int clone) {
      return now >= until[clone];
    }

    private void ended(int clone, boolean fails) {
      if (in(clone) && !fails) {
        row[clone] = ejections[clone] = 0;
      } else if (in(clone)) {
        row[clone]++;
        long others = IntStream.range(0, row.length).filter(i -> i != clone && in(i)).count();
        if (2 * others >= row.length && (ejections[clone] > 0 || row[clone] >= inARow)) {
          until[clone] = now + (BASE << ejections[clone]++);
        }
      }
    }
  }

  /** Random requests to one to seven clones. */
  @Test
  @Order(12)
  void theRulesHoldForAnyStory() {
    Random random = new Random(14);
    for (int round = 0; round < 200; round++) {
      int n = 1 + random.nextInt(7);
      Rules rules = new Rules(n, 1 + random.nextInt(4));
      List<String> clones = IntStream.range(0, n).mapToObj(i -> "clone" + i).toList();
      answer = answer(clones, rules.inARow, BASE, () -> now);
      List<String> story = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        int clone = random.nextInt(n);
        now += random.nextInt(4) == 0 ? BASE / 2 : 0;
        boolean fails = random.nextInt(4) != 0;
        story.add("%s %s at %d".formatted(clones.get(clone), fails ? "fails" : "answers", now));
        rules.ended(clone, fails);
        if (fails) {
          answer.failed(clones.get(clone));
        } else {
          answer.answered(clones.get(clone));
        }
        assertThat(answer.inRotation())
            .as("in rotation, %d in a row eject, after %s", rules.inARow, story)
            .isEqualTo(IntStream.range(0, n).filter(rules::in).mapToObj(clones::get).toList());
      }
    }
  }
}

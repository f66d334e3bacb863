package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class BackoffWithJitterContract extends Contract {
  private static final long BASE = 100;
  private static final long CAP = 10_000;
  private static final int SAMPLES = 2_000;

  interface Answer {
    long delayMillis(int crashes, RandomGenerator random);
  }

  Answer answer(long baseMillis, long capMillis) {
    return answer(Answer.class, BackoffWithJitter.class, baseMillis, capMillis);
  }

  private LongSummaryStatistics delays(int crashes) {
    Random random = new Random(42);
    Answer answer = answer(BASE, CAP);
    return LongStream.range(0, SAMPLES)
        .map(i -> answer.delayMillis(crashes, random))
        .summaryStatistics();
  }

  @Test
  @Order(1)
  void theBoundDoublesWithEachCrash() {
    for (int crashes = 1; crashes <= 6; crashes++) {
      long bound = BASE << (crashes - 1);
      assertThat(delays(crashes).getMax())
          .as("longest wait after %d crashes: base 100 ms, doubled %d times", crashes, crashes - 1)
          .isBetween(bound * 9 / 10, bound);
    }
  }

  @Test
  @Order(2)
  void anyWaitBelowTheBoundIsAsLikelyAsAnother() {
    LongSummaryStatistics delays = delays(5);
    assertThat(delays.getMin())
        .as(
            "shortest of 2,000 waits: workers that died together must not come back together,"
                + " so the whole range from 0 counts")
        .isLessThan(160);
    assertThat(delays.getAverage())
        .as("average wait: a random time from 0 to 1,600 ms")
        .isBetween(720.0, 880.0);
    Random random = new Random(5);
    Answer answer = answer(1, 3);
    int[] times = new int[3];
    for (int i = 0; i < 3_000; i++) {
      times[(int) answer.delayMillis(2, random)]++;
    }
    for (int time : times) {
      assertThat(time)
          .as("waits of 0, 1 and 2 ms, of 3,000 up to 2 ms: each as likely, the ends as well")
          .isBetween(850, 1_150);
    }
  }

  @Test
  @Order(3)
  void zeroAndTheBoundItselfMayCome() {
    Random random = new Random(3);
    Answer answer = answer(1, 3);
    long[] bounds = {1, 2, 3, 3};
    for (int crashes = 1; crashes <= bounds.length; crashes++) {
      Set<Long> waits = new TreeSet<>();
      for (int i = 0; i < 200; i++) {
        waits.add(answer.delayMillis(crashes, random));
      }
      assertThat(waits)
          .as("200 waits after %d crashes, base 1 ms, cap 3 ms", crashes)
          .isEqualTo(
              LongStream.rangeClosed(0, bounds[crashes - 1])
                  .boxed()
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  @Order(4)
  void theCapHoldsHoweverLongTheCrashLoopLasts() {
    for (int crashes : new int[] {8, 32, 33, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
      LongSummaryStatistics delays = delays(crashes);
      assertThat(delays.getMax())
          .as("longest wait after %d crashes: the cap is 10,000 ms; mind the overflow", crashes)
          .isBetween(9_000L, CAP);
      assertThat(delays.getMin()).as("a wait is never negative").isNotNegative();
      assertThat(delays.getAverage())
          .as(
              "average wait after %d crashes: cap the bound, not the wait, or most wait for the"
                  + " whole cap and come back together",
              crashes)
          .isBetween(4_500.0, 5_500.0);
    }
    Random random = new Random(7);
    Answer answer = answer(500, 200);
    for (int i = 0; i < 100; i++) {
      assertThat(answer.delayMillis(1, random))
          .as("the first wait, when the cap is below the base")
          .isBetween(0L, 200L);
    }
  }

  @Test
  @Order(5)
  void theGivenRandomnessDecides() {
    Answer answer = answer(1_000_000, 1_000_000_000);
    for (int crashes = 1; crashes < 8; crashes++) {
      long wait = answer.delayMillis(crashes, new Random(crashes));
      assertThat(answer.delayMillis(crashes, new Random(crashes)))
          .as("a wait with the same random numbers once more: a test of a supervisor needs that")
          .isEqualTo(wait);
    }
  }

  @Test
  @Order(6)
  void theBoundMayBeMonths() {
    Random random = new Random(9);
    Answer answer = answer(3_000_000_000L, 12_000_000_000L);
    for (int crashes : new int[] {1, 2, 3, 30}) {
      long bound = Math.min(12_000_000_000L, 3_000_000_000L << (crashes - 1));
      long longest =
          LongStream.range(0, SAMPLES)
              .map(i -> answer.delayMillis(crashes, random))
              .max()
              .orElse(0);
      assertThat(longest)
          .as("longest wait after %d crashes: more milliseconds than an int holds", crashes)
          .isBetween(bound / 10 * 9, bound);
    }
    Answer small = answer(1, 1L << 40);
    for (int crashes : new int[] {50, Integer.MAX_VALUE}) {
      assertThat(
              LongStream.range(0, SAMPLES)
                  .map(i -> small.delayMillis(crashes, random))
                  .max()
                  .orElse(0))
          .as("longest wait after %d crashes, from 1 ms up to 2^40 ms: 40 doublings", crashes)
          .isBetween((1L << 40) / 10 * 9, 1L << 40);
    }
  }
}

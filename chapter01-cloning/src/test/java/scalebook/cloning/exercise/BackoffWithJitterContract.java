package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.random.RandomGenerator;
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
  }

  @Test
  @Order(3)
  void theCapHoldsHoweverLongTheCrashLoopLasts() {
    for (int crashes : new int[] {8, 32, 63, 64, 65, 1_000, Integer.MAX_VALUE}) {
      LongSummaryStatistics delays = delays(crashes);
      assertThat(delays.getMax())
          .as("longest wait after %d crashes: the cap is 10,000 ms; mind the overflow", crashes)
          .isBetween(9_000L, CAP);
      assertThat(delays.getMin()).as("a wait is never negative").isNotNegative();
    }
  }
}

package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class TokenBucketContract extends Contract {
  private static final long SECOND = 1_000_000_000;

  interface Answer {
    long take(long nowNanos);
  }

  Answer answer(double perSecond, int burst) {
    return answer(Answer.class, TokenBucket.class, perSecond, burst);
  }

  private static int passed(Answer bucket, int requests, long nowNanos) {
    return (int) IntStream.range(0, requests).filter(i -> bucket.take(nowNanos) == 0).count();
  }

  @Test
  @Order(1)
  void aBurstPassesAndNotOneMore() {
    assertThat(passed(answer(2, 3), 10, 0))
        .as("of 10 requests at once, burst 3: the bucket is full at the first one")
        .isEqualTo(3);
  }

  @Test
  @Order(2)
  void tokensComeBackAtTheRate() {
    Answer bucket = answer(2, 3);
    passed(bucket, 3, 0);
    assertThat(passed(bucket, 10, SECOND + 1)).as("a second later, 2 per second").isEqualTo(2);
    assertThat(passed(bucket, 10, SECOND * 3 / 2 + 2)).as("half a second later").isEqualTo(1);
  }

  @Test
  @Order(3)
  void partsOfATokenAreKept() {
    Answer bucket = answer(2, 3);
    passed(bucket, 3, 0);
    int passed = 0;
    for (int tenth = 1; tenth <= 100; tenth++) {
      passed += passed(bucket, 1, tenth * SECOND / 10 + 1);
    }
    assertThat(passed)
        .as("passed in 10 s of a request each tenth of a second, 2 per second")
        .isBetween(19, 20);
  }

  @Test
  @Order(4)
  void aQuietTimeSavesNoMoreThanABurst() {
    Answer bucket = answer(2, 3);
    passed(bucket, 3, 0);
    assertThat(passed(bucket, 100, 86_400 * SECOND))
        .as("of 100 requests after a quiet day, burst 3")
        .isEqualTo(3);
  }

  @Test
  @Order(5)
  void twoBurstsInARowDoNotPass() {
    Answer bucket = answer(3, 3);
    int passed = passed(bucket, 1, 0) + passed(bucket, 10, SECOND * 9 / 10);
    passed += passed(bucket, 10, SECOND + 1);
    assertThat(passed)
        .as("passed around the end of a second of the clock: 1 before, a burst of 3, and no more")
        .isEqualTo(4);
  }

  @Test
  @Order(6)
  void theWaitIsUntilTheNextWholeToken() {
    Answer bucket = answer(2, 1);
    bucket.take(0);
    assertThat(bucket.take(0))
        .as("wait at once, 2 per second")
        .isBetween(SECOND / 2, SECOND / 2 + 1);
    assertThat(bucket.take(SECOND / 4))
        .as("wait a quarter later")
        .isBetween(SECOND / 4, SECOND / 4 + 1);
    assertThat(bucket.take(SECOND / 2 + 1)).as("when the wait is over").isZero();
    Answer slow = answer(3, 1);
    slow.take(0);
    assertThat(slow.take(0))
        .as("a third of a second, rounded up")
        .isBetween(333_333_334L, 333_333_335L);
  }

  @Test
  @Order(7)
  void aRefusedRequestTakesNothing() {
    Answer bucket = answer(2, 3);
    passed(bucket, 1_000, 0);
    assertThat(passed(bucket, 1_000, SECOND / 2 + 1))
        .as("half a second after 997 were refused: a token is there all the same")
        .isEqualTo(1);
  }

  @Test
  @Order(8)
  void theClockBeginsAnywhere() {
    for (long start : new long[] {-5 * SECOND, -1, 1L << 60}) {
      Answer bucket = answer(2, 3);
      assertThat(passed(bucket, 10, start)).as("a burst at %d ns", start).isEqualTo(3);
      assertThat(passed(bucket, 10, start + SECOND + 1)).as("a second later").isEqualTo(2);
    }
  }

  @Test
  @Order(9)
  void whoAsksManyTimesAMillisecondLosesNoPart() {
    Answer bucket = answer(100, 1);
    int passed = 0;
    for (long now = 0; now <= SECOND; now += 300_000) {
      passed += passed(bucket, 1, now);
    }
    assertThat(passed)
        .as("of a second of requests 0.3 ms apart, 100 a second: the parts are small, not nothing")
        .isBetween(98, 101);
  }

  @Test
  @Order(10)
  void theRateMayBeAFraction() {
    for (double perSecond : new double[] {0.5, 2.5}) {
      Answer bucket = answer(perSecond, 100);
      passed(bucket, 100, 0);
      assertThat(passed(bucket, 100, 10 * SECOND + 1))
          .as("passed after 10 s, %.1f per second", perSecond)
          .isEqualTo((int) (10 * perSecond));
    }
  }

  @Test
  @Order(11)
  void aLargeBucketLosesNoPartEither() {
    Answer bucket = answer(1_000, 1_000_000);
    int passed = 0;
    for (int micros = 0; micros < 100_000; micros++) {
      passed += passed(bucket, 1, micros * 1_000L);
    }
    passed += passed(bucket, 1_000_000, 100_000_000);
    assertThat(passed)
        .as(
            "passed in 0.1 s, of a million at once and 1,000 per second: a thousandth of a token"
                + " each microsecond is lost in a float")
        .isBetween(1_000_098, 1_000_100);
  }
}

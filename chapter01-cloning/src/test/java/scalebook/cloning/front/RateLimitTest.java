package scalebook.cloning.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000;
  private final AtomicLong now = new AtomicLong(-5 * SECOND); // a nanoTime may be negative
  private final RateLimit limit = new RateLimit(2, 3, 2, now::get);

  private int admitted(String client, int asked) {
    int admitted = 0;
    for (int i = 0; i < asked; i++) {
      admitted += limit.waitSeconds(client) == 0 ? 1 : 0;
    }
    return admitted;
  }

  @Test
  void aQuietClientMaySendABurstAndNoMore() {
    assertThat(admitted("a", 10)).isEqualTo(3);
  }

  @Test
  void tokensComeBackAtTheRateAndNeverExceedTheBurst() {
    admitted("a", 10);
    now.addAndGet(SECOND);
    assertThat(admitted("a", 10)).isEqualTo(2);
    now.addAndGet(1_000 * SECOND);
    assertThat(admitted("a", 10)).isEqualTo(3);
  }

  @Test
  void partsOfATokenAreKept() {
    admitted("a", 3);
    for (int i = 0; i < 5; i++) {
      now.addAndGet(SECOND / 10);
      assertThat(admitted("a", 1)).isEqualTo(i == 4 ? 1 : 0);
    }
  }

  @Test
  void theWaitIsAsLongAsTheNextTokenTakes() {
    TokenBucket bucket = new TokenBucket(2, 1, 0);
    assertThat(bucket.take(0)).isZero();
    assertThat(bucket.take(0)).isEqualTo(SECOND / 2);
    assertThat(bucket.take(SECOND / 4)).isEqualTo(SECOND / 4);
    assertThat(bucket.take(SECOND / 2)).isZero();
  }

  @Test
  void retryAfterIsAWholeSecondAtLeast() {
    admitted("a", 3);
    assertThat(limit.waitSeconds("a")).isEqualTo(1);
  }

  @Test
  void clientsDoNotShareABucket() {
    admitted("a", 10);
    assertThat(admitted("b", 1)).isEqualTo(1);
  }

  @Test
  void onlyTheClientThatAskedLongestAgoIsForgotten() {
    admitted("a", 10);
    admitted("b", 10);
    admitted("a", 1);
    admitted("c", 1); // b makes room
    assertThat(admitted("a", 1)).as("a is remembered").isZero();
    assertThat(admitted("b", 10)).as("b begins anew").isEqualTo(3);
  }
}

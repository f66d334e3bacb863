package scalebook.cloning.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** Always the longest: shows the bound. */
  private static final RandomGenerator LONGEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MAX_VALUE;
        }

        @Override
        public long nextLong(long bound) {
          return bound - 1;
        }
      };

  @Test
  void theBoundDoublesUpToTheCap() {
    Backoff backoff = new Backoff(100, 1_000);
    long[] bounds = {100, 100, 200, 400, 800, 1_000, 1_000};
    for (int crashes = 0; crashes < bounds.length; crashes++) {
      assertThat(backoff.delayMillis(crashes, LONGEST))
          .as("the longest wait after %d crashes", crashes)
          .isEqualTo(bounds[crashes]);
    }
    assertThat(backoff.delayMillis(1_000, LONGEST)).as("after a thousand").isEqualTo(1_000);
  }

  @Test
  void allWaitsBelowTheBoundAreAsLikely() {
    Backoff backoff = new Backoff(10, 10);
    Random random = new Random(3);
    int[] waits = new int[11];
    for (int i = 0; i < 11_000; i++) {
      waits[(int) backoff.delayMillis(1, random)]++;
    }
    assertThat(waits).as("waits of 0 to 10 ms, of 11,000").isNotEmpty();
    for (int count : waits) {
      assertThat(count).as("waits of one length").isBetween(850, 1_150); // five deviations
    }
  }

  @Test
  void anImpossibleOneIsRefused() {
    assertThat(new Backoff(1, 1).delayMillis(1, LONGEST)).as("the smallest").isEqualTo(1);
    assertThatThrownBy(() -> new Backoff(0, 10)).hasMessageContaining("0 to 10 ms");
    assertThatThrownBy(() -> new Backoff(10, 9)).hasMessageContaining("10 to 9 ms");
  }

  @Test
  void crashesInARowAreCountedUpToTheLimit() {
    Settings settings = Settings.defaults().backoff(new Backoff(100, 1_000), 3).healthyAfter(0);
    Forked unready = new Forked("never ready");
    Crashes crashes = new Crashes(settings, LONGEST);
    assertThat(crashes.after(unready)).as("ms after the first crash").hasValue(100);
    assertThat(crashes.after(unready)).as("ms after the second").hasValue(200);
    assertThat(crashes.inARow()).isEqualTo(2);
    assertThat(crashes.after(unready)).as("the third one is a crash loop").isEmpty();
    crashes.forget();
    assertThat(crashes.after(unready)).as("ms after all was forgotten").hasValue(100);
  }

  @Test
  void aWorkerThatLivedLongEnoughBeginsAnew() {
    Settings settings = Settings.defaults().backoff(new Backoff(100, 1_000), 3);
    Forked lived = new Forked("lived");
    lived.ready(1);
    Crashes patient = new Crashes(settings.healthyAfter(3_600_000), LONGEST);
    Crashes content = new Crashes(settings.healthyAfter(0), LONGEST);
    for (int i = 0; i < 2; i++) {
      patient.after(lived);
      content.after(lived);
    }
    assertThat(patient.inARow()).as("crashes in a row, none an hour after its start").isEqualTo(2);
    assertThat(content.inARow()).as("crashes in a row of who has recovered").isEqualTo(1);
  }
}

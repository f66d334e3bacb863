package scalebook.caching.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreshnessTest {
  /** P(due) = e^(-left / (beta · load)): measured over 20,000 draws, five standard deviations. */
  @Test
  void anEarlyRefreshIsAsLikelyAsXFetchSays() {
    Entry entry = new Entry(Optional.of("x"), 1, 10_000, 100);
    Random random = new Random(4);
    for (double beta : new double[] {0.5, 1, 2}) {
      for (long left : new long[] {300, 100, 20, 0}) {
        int due = 0;
        for (int i = 0; i < 20_000; i++) {
          due += Freshness.early(beta).due(entry, 10_000 - left, random) ? 1 : 0;
        }
        double expected = Math.exp(-left / (beta * 100));
        double allowed = 5 * Math.sqrt(expected * (1 - expected) / 20_000);
        assertThat(due / 20_000.0)
            .as("%d ms left, beta %f", left, beta)
            .isCloseTo(expected, within(allowed));
      }
    }
  }

  @Test
  void aStaleOneIsDueFromItsEndOnAndKeptForItsGrace() {
    Freshness late = Freshness.staleWhileRevalidate(500);
    Entry entry = new Entry(Optional.of("x"), 1, 10_000, 100);
    assertThat(late.due(entry, 9_999, new Random(4))).as("a millisecond before its end").isFalse();
    assertThat(late.due(entry, 10_000, new Random(4))).as("at its end").isTrue();
    assertThat(late.graceMillis()).isEqualTo(500);
    assertThat(Freshness.early(1).graceMillis()).as("an early one needs no grace").isZero();
  }

  @Test
  void untilItIsGoneItIsNeverDue() {
    Entry entry = new Entry(Optional.of("x"), 1, 10_000, 100);
    assertThat(Freshness.untilGone().due(entry, 99_999, new Random(4))).isFalse();
    assertThat(Freshness.early(1).due(entry, 10_000, new Random(4))).as("at its end").isTrue();
  }
}

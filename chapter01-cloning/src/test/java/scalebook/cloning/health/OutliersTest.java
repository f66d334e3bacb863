package scalebook.cloning.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

class OutliersTest {
  private long millis = 1_000;
  private final Outliers outliers = new Outliers(3, 100, 350, () -> millis * 1_000_000);

  private int failuresUntilEjected() {
    for (int count = 1; count <= 100; count++) {
      if (outliers.failed("a")) {
        return count;
      }
    }
    return 0;
  }

  private long millisLeftOut() {
    long from = millis;
    while (outliers.ejected("a")) {
      millis++;
    }
    return millis - from;
  }

  @Test
  void eachEjectionLastsTwiceAsLongUpToTheMost() {
    for (long pause : new long[] {100, 200, 350, 350}) {
      outliers.failed("a");
      outliers.failed("a");
      outliers.failed("a");
      assertThat(millisLeftOut()).as("ms that it is left out").isEqualTo(pause);
    }
  }

  @Test
  void anAnswerForgivesUnlessItWasOnItsWayAlready() {
    assertThat(failuresUntilEjected()).as("failures in a row").isEqualTo(3);
    assertThat(outliers.failed("a")).as("it is left out already").isFalse();
    outliers.answered("a"); // to a request from before
    assertThat(millisLeftOut()).isEqualTo(100);
    assertThat(failuresUntilEjected()).as("failures on probation").isEqualTo(1);
    millisLeftOut();
    outliers.answered("a");
    assertThat(failuresUntilEjected()).as("failures after it was forgiven").isEqualTo(3);
    assertThat(millisLeftOut()).as("ms: its earlier ejections are forgiven, too").isEqualTo(100);
  }

  @Test
  void nobodyIsBlamedForAnother() {
    assertThat(failuresUntilEjected()).isEqualTo(3);
    outliers.answered("unknown");
    assertThat(outliers.ejected("b")).isFalse();
    assertThat(outliers.failed("b")).isFalse();
    outliers.forget("a");
    assertThat(outliers.ejected("a")).as("a new clone under an old name").isFalse();
  }

  @Test
  void theClockMayBeginBelowZero() {
    millis = -5_000;
    failuresUntilEjected();
    assertThat(millisLeftOut()).isEqualTo(100);
  }

  @Test
  void aRotationThatNeverEjectsKeepsWhoeverFails() {
    Rotation rotation =
        new Rotation(
            Policy.Kind.ROUND_ROBIN.create(),
            Rotation.Settings.neverEjects(4),
            () -> millis * 1_000_000,
            new Random(1));
    Backend clone = new Backend("clone", "127.0.0.1", 1_000);
    rotation.add(clone);
    for (int i = 0; i < 1_000; i++) {
      assertThat(rotation.failed(clone)).isFalse();
    }
    assertThat(rotation.candidates()).as("after a thousand failures").containsExactly(clone);
  }
}

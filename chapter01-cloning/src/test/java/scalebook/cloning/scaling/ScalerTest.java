package scalebook.cloning.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scalebook.cloning.scaling.Scaler.Blind;

class ScalerTest {
  private static final Scaler.Settings SETTINGS = new Scaler.Settings(2, 8, 1_000, 300, Blind.KEEP);
  private static final Rule TRACKING = Rule.tracking(60, 0.1);

  private long millis = 5_000;

  private static Optional<Reading> total(long atMillis, double perSecond) {
    return Optional.of(new Reading(atMillis, 1, perSecond));
  }

  private int decide(Scaler scaler, int clones, double perSecond) {
    return scaler.decide(millis, clones, total(millis, perSecond));
  }

  @Test
  void aThresholdIsNeverContent() {
    Rule rule = Rule.threshold(75);
    assertThat(rule.wanted(2, new Reading(0, 2, 76))).isEqualTo(3);
    assertThat(rule.wanted(3, new Reading(0, 3, 51))).isEqualTo(2);
    assertThat(rule.wanted(2, new Reading(0, 2, 75))).as("exactly the limit").isEqualTo(1);
  }

  @Test
  void trackingWantsAsManyAsBringEachCloneToItsTarget() {
    assertThat(TRACKING.wanted(2, new Reading(0, 2, 150))).isEqualTo(5);
    assertThat(TRACKING.wanted(5, new Reading(0, 5, 10))).isEqualTo(1);
    assertThat(TRACKING.wanted(1, new Reading(0, 1, 120))).as("a whole multiple").isEqualTo(2);
  }

  @Test
  void withinTheToleranceNothingChanges() {
    assertThat(TRACKING.wanted(3, new Reading(0, 3, 65.9))).isEqualTo(3);
    assertThat(TRACKING.wanted(3, new Reading(0, 3, 54.1))).isEqualTo(3);
    assertThat(TRACKING.wanted(3, new Reading(0, 3, 67))).isEqualTo(4);
    assertThat(Rule.tracking(64, 0.125).wanted(3, new Reading(0, 3, 72)))
        .as("exactly the tolerance")
        .isEqualTo(3);
    assertThat(TRACKING.wanted(10, new Reading(0, 10, 53))).isEqualTo(9);
  }

  /** Two serve, two start: what the two get is not what four will get. */
  @Test
  void clonesThatStartAreNotOrderedTwice() {
    assertThat(TRACKING.wanted(4, new Reading(0, 2, 120))).isEqualTo(4);
  }

  @Test
  void itStaysBetweenFloorAndCeiling() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS.coolDown(0));
    assertThat(decide(scaler, 4, 10_000)).isEqualTo(8);
    millis += 1;
    assertThat(decide(scaler, 4, 0)).isEqualTo(2);
    assertThatThrownBy(() -> new Scaler.Settings(0, 8, 0, 0, Blind.KEEP))
        .hasMessageContaining("from 0 to 8");
    assertThatThrownBy(() -> new Scaler.Settings(3, 2, 0, 0, Blind.KEEP))
        .hasMessageContaining("from 3 to 2");
    assertThat(new Scaler.Settings(1, 1, 0, 0, Blind.KEEP).floor()).isEqualTo(1);
  }

  @Test
  void itGoesOutAtOnceAndInWhenNobodyWantedMoreForTheCoolDown() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS);
    assertThat(decide(scaler, 2, 300)).as("out").isEqualTo(5);
    List<Integer> later = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      millis += 100;
      later.add(decide(scaler, 5, i < 2 ? 230 : 120)); // wants 4, 4, then 2
    }
    assertThat(later).containsExactly(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4);
    millis += 100;
    assertThat(decide(scaler, 4, 120)).as("to the most that was wanted meanwhile").isEqualTo(2);
  }

  /** It takes longer to start than a cool-down lasts: it must not leave as soon as it is there. */
  @Test
  void aCloneThatHasJustComeStaysForACoolDown() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS);
    assertThat(decide(scaler, 2, 200)).isEqualTo(4);
    millis += 5_000;
    assertThat(decide(scaler, 4, 120)).isEqualTo(4);
    millis += 1_000;
    assertThat(decide(scaler, 4, 120)).isEqualTo(4);
    millis += 1;
    assertThat(decide(scaler, 4, 120)).isEqualTo(2);
  }

  @Test
  void aWaveAcrossABoundaryDoesNotFlap() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS);
    Changes changes = new Changes(2);
    for (int i = 0; i < 100; i++) {
      millis += 100;
      changes.add(decide(scaler, changes.last(), i % 4 < 2 ? 210 : 150));
    }
    assertThat(changes.reversals()).isZero();
    assertThat(changes.last()).isEqualTo(4);
  }

  @Test
  void withoutMemoryItFlaps() {
    Scaler scaler = new Scaler(Rule.tracking(60, 0), SETTINGS.coolDown(0));
    Changes changes = new Changes(2);
    for (int i = 0; i < 20; i++) {
      millis += 100;
      changes.add(decide(scaler, changes.last(), i % 4 < 2 ? 210 : 150));
    }
    assertThat(changes.reversals()).isGreaterThan(6);
  }

  @Test
  void aMissingOrOldReadingChangesNothing() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS.coolDown(0));
    decide(scaler, 4, 240);
    Optional<Reading> last = total(millis, 120);
    millis += 300;
    assertThat(scaler.isBlind(millis, last)).as("as old as it may be").isFalse();
    assertThat(scaler.decide(millis, 4, last)).isEqualTo(2);
    millis += 1;
    assertThat(scaler.isBlind(millis, last)).isTrue();
    assertThat(scaler.decide(millis, 4, last)).isEqualTo(4);
    assertThat(scaler.decide(millis, 4, Optional.empty())).isEqualTo(4);
    assertThat(scaler.decide(millis, 1, Optional.empty())).as("below the floor").isEqualTo(1);
  }

  /** What it did not see may have been a load: the cool-down begins when it sees again. */
  @Test
  void whoWasBlindTakesItsTime() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS);
    decide(scaler, 4, 240);
    millis += 5_000;
    scaler.decide(millis, 4, Optional.empty());
    millis += 1_000;
    assertThat(decide(scaler, 4, 0)).isEqualTo(4);
    millis += 1;
    assertThat(decide(scaler, 4, 0)).isEqualTo(2);
  }

  @Test
  void aMissingReadingTakenForNoLoadEmptiesTheFleet() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS.coolDown(0).blind(Blind.NO_LOAD));
    decide(scaler, 4, 240);
    millis += 100;
    assertThat(scaler.decide(millis, 4, Optional.empty())).isEqualTo(2);
  }

  @Test
  void aNewScalerWaitsForItsCoolDown() {
    Scaler scaler = new Scaler(TRACKING, SETTINGS);
    assertThat(decide(scaler, 4, 60)).as("its first reading may be a dip").isEqualTo(4);
    millis += 1_001;
    assertThat(decide(scaler, 4, 60)).isEqualTo(2);
  }
}

package scalebook.cloning.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scalebook.cloning.scaling.Scaler.Blind;

class AutoscalerTest {
  private static final Scaler.Settings SETTINGS = new Scaler.Settings(1, 9, 0, 300, Blind.KEEP);

  /** Clones that are there at once. */
  private static final class Ready implements Autoscaler.Fleet {
    private final List<Integer> told = new ArrayList<>();
    private int clones;

    Ready(int clones) {
      this.clones = clones;
    }

    @Override
    public int clones() {
      return clones;
    }

    @Override
    public void scale(int to) {
      told.add(to);
      clones = to;
    }
  }

  private static Scaler scaler() {
    return new Scaler(Rule.tracking(10, 0), SETTINGS);
  }

  private static Optional<Reading> reading() {
    return Optional.of(new Reading(0, 1, 40));
  }

  @Test
  void itTellsTheFleetOnlyWhatChanges() throws Exception {
    Ready fleet = new Ready(2);
    Autoscaler autoscaler = Autoscaler.takingUp(AutoscalerTest::reading, scaler(), fleet);
    assertThat(autoscaler.tick(0)).isEqualTo(4);
    assertThat(autoscaler.tick(1)).isEqualTo(4);
    assertThat(fleet.told).containsExactly(4);
  }

  @Test
  void anotherOneTakesUpWhatRuns() throws Exception {
    Ready fleet = new Ready(4);
    Autoscaler.takingUp(AutoscalerTest::reading, scaler(), fleet).tick(0);
    assertThat(fleet.told).as("what it was told to change").isEmpty();
  }

  @Test
  void oneThatBeginsWithANumberOverridesWhatRuns() throws Exception {
    Ready fleet = new Ready(4);
    Autoscaler autoscaler = Autoscaler.startingWith(1, AutoscalerTest::reading, scaler(), fleet);
    autoscaler.tick(0);
    autoscaler.tick(1);
    assertThat(fleet.told).containsExactly(1, 4);
  }

  @Test
  void changesCountDirectionsAndWhoLeft() {
    Changes changes = new Changes(2);
    for (int clones : new int[] {2, 3, 5, 5, 4, 4, 3, 6}) {
      changes.add(clones);
    }
    assertThat(changes.count()).isEqualTo(5);
    assertThat(changes.reversals()).isEqualTo(2);
    assertThat(changes.stopped()).isEqualTo(2);
    assertThat(changes.most()).isEqualTo(6);
    assertThat(changes.last()).isEqualTo(6);
    assertThat(new Changes(7).most()).isEqualTo(7);
  }

  private static Day.Outcome day(Rule rule, long coolDownMillis) {
    Scaler.Settings settings = new Scaler.Settings(2, 40, coolDownMillis, 90_000, Blind.KEEP);
    return Day.usual().run(new Scaler(rule, settings), 1);
  }

  @Test
  void aDayOfLoadIsServedForLittle() {
    Day.Outcome tracked = day(Rule.tracking(70, 0.1), 300_000);
    assertThat(tracked.inTime()).isGreaterThan(0.95);
    assertThat(tracked.cost()).isBetween(1.3, 1.5);
    assertThat(tracked.changes().most()).as("the spike").isGreaterThan(20);
    assertThat(day(Rule.tracking(100, 0.1), 300_000).inTime()).as("no headroom").isLessThan(0.5);
  }

  @Test
  void clonesForThePeakCostThePeakAllDay() {
    Day.Outcome all = day((clones, reading) -> 15, 0);
    assertThat(all.cloneSeconds()).isCloseTo(15 * 86_400, within(2_000L));
    double perSecond = (200 + 1_500) / 2.0 / 100 + 0.5; // the mean, rounded up to whole clones
    assertThat(all.least()).isCloseTo((long) (perSecond * 86_400), within(8_000L));
    assertThat(all.inTime()).as("only the spike and the noon wait").isBetween(0.7, 0.995);
  }

  @Test
  void theLoadOfADayHasANightANoonAndASpike() {
    Day day = Day.usual();
    assertThat(day.load(0)).isCloseTo(200, within(1e-6));
    assertThat(day.load(43_200)).isCloseTo(1_500, within(1e-6));
    assertThat(day.load(15 * 3_600)).isCloseTo(2 * day.load(9 * 3_600), within(1e-6));
    assertThat(day.load(15 * 3_600 - 1)).isLessThan(1_400);
    assertThat(day.load(15 * 3_600 + 600)).isLessThan(1_400);
  }
}

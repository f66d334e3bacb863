package scalebook.cloning.takeover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import scalebook.cloning.takeover.Availability.Measured;
import scalebook.cloning.takeover.Outages.Outage;

class AvailabilityTest {
  private final Outages foo = new Outages(List.of(new Outage(1, 3), new Outage(10, 12)));
  private final Outages bar =
      new Outages(List.of(new Outage(2, 4), new Outage(5, 6), new Outage(11, 11.5)));

  @Test
  void inSequenceBothAreNeeded() {
    assertThat(Availability.sequence(0.99, 0.9)).isEqualTo(0.891, within(1e-12));
    assertThat(foo.hoursOfEither(bar)).isEqualTo(6);
  }

  @Test
  void inParallelOneIsEnough() {
    assertThat(Availability.parallel(0.99, 0.9)).isEqualTo(0.999, within(1e-12));
    assertThat(foo.and(bar).all()).containsExactly(new Outage(2, 3), new Outage(11, 11.5));
    assertThat(bar.and(foo)).isEqualTo(foo.and(bar));
  }

  @Test
  void outagesThatOnlyTouchAreNotTogether() {
    Outages first = new Outages(List.of(new Outage(1, 2)));
    assertThat(first.and(new Outages(List.of(new Outage(2, 3)))).all()).isEmpty();
  }

  @Test
  void aScheduleIsDownForItsShareAndEndsInTime() {
    Outages all = Outages.schedule(1e6, 99, 1, new SplittableRandom(7));
    assertThat(all.hours() / 1e6).isEqualTo(0.01, within(0.0005));
    double before = 0;
    for (Outage one : all.all()) {
      assertThat(one.from()).isGreaterThan(before);
      assertThat(one.to()).isGreaterThan(one.from()).isLessThanOrEqualTo(1e6);
      before = one.to();
    }
  }

  @Test
  void anIntervalIsFourStandardErrorsOnEachSide() {
    Measured measured = Measured.of(new double[] {1, 4, 1, 6});
    assertThat(measured.mean()).isEqualTo(3);
    assertThat(measured.half()).isEqualTo(4 * Math.sqrt(18.0 / 3 / 4), within(1e-12));
    assertThat(measured.contains(3 + measured.half())).isTrue();
    assertThat(measured.contains(3 + measured.half() + 1e-9)).isFalse();
    assertThat(measured.below(3 + measured.half())).isFalse();
    assertThat(measured.below(3 + measured.half() + 1e-9)).isTrue();
  }
}

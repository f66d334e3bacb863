package scalebook.lab.torment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static Schedule of(long seed) {
    return Schedule.of(
        seed, 60, dice -> new Torment.Fault("kill " + dice.nextInt(9), "start " + dice.nextInt(9)));
  }

  @Test
  void aSeedIsTheSameScheduleEveryTimeAndAnotherSeedAnother() {
    assertThat(of(7)).isEqualTo(of(7)).isNotEqualTo(of(8));
    assertThat(of(7).steps()).hasSizeGreaterThan(20);
    assertThat(of(7).steps())
        .isSortedAccordingTo((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
  }
}

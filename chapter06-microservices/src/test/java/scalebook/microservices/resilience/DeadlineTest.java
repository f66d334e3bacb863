package scalebook.microservices.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final long HOUR = 3_600_000;

  /** A machine may stand still for a while, but for no quarter of an hour. */
  private static void hasAbout(Deadline deadline, long millis) {
    assertThat(deadline.leftMillis()).as("ms left").isBetween(millis - HOUR / 4, millis);
    assertThat(deadline.over()).isFalse();
  }

  @Test
  void itTravelsAsTheTimeThatIsLeft() {
    hasAbout(Deadline.in(HOUR), HOUR);
    hasAbout(
        Deadline.of(Optional.of(Deadline.in(HOUR).header().get(Deadline.HEADER)), 2 * HOUR), HOUR);
  }

  @Test
  void nobodyIsGivenMoreThanTheMost() {
    hasAbout(Deadline.of(Optional.of(String.valueOf(9 * HOUR)), HOUR), HOUR);
    hasAbout(Deadline.of(Optional.empty(), HOUR), HOUR);
  }

  @Test
  void aPastDeadlineHasNoTimeLeft() {
    Deadline past = new Deadline(System.nanoTime() - 5_000_000);
    assertThat(past.leftMillis()).isZero();
    assertThat(past.over()).isTrue();
    assertThat(past.header()).containsEntry(Deadline.HEADER, "0");
  }
}

package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class TargetTrackingContract extends Contract {
  private static final long COOL_DOWN = 1_000;

  interface Answer {
    int decide(long nowMillis, int clones, double total);
  }

  Answer answer(double target, int floor, int ceiling, double tolerance, long coolDown) {
    return answer(Answer.class, TargetTracking.class, target, floor, ceiling, tolerance, coolDown);
  }

  private Answer usual() {
    return answer(60, 2, 8, 0.1, COOL_DOWN);
  }

  @Test
  @Order(1)
  void aStepUpIsFollowedAtOnce() {
    assertThat(usual().decide(0, 2, 290))
        .as("clones for 290 requests a second, 60 for each: one at a time would be late thrice")
        .isEqualTo(5);
    assertThat(usual().decide(0, 2, 300)).as("five times the target").isEqualTo(5);
  }

  @Test
  @Order(2)
  void floorAndCeilingHold() {
    Answer answer = usual();
    assertThat(answer.decide(0, 4, 6_000)).as("a runaway load, of at most 8 clones").isEqualTo(8);
    answer.decide(100, 3, 0);
    assertThat(answer.decide(1_101, 3, 0)).as("no load, of at least 2 clones").isEqualTo(2);
  }

  @Test
  @Order(3)
  void withinTheToleranceNothingChanges() {
    for (double total : new double[] {163, 180, 197}) {
      assertThat(usual().decide(0, 3, total))
          .as("3 clones get %.0f requests a second, 180 is their target, ± 18", total)
          .isEqualTo(3);
    }
    assertThat(usual().decide(0, 3, 200)).as("above the tolerance").isEqualTo(4);
  }

  @Test
  @Order(4)
  void aDipSendsNobodyAway() {
    Answer answer = usual();
    answer.decide(0, 5, 300);
    for (long now = 100; now <= COOL_DOWN; now += 100) {
      assertThat(answer.decide(now, 5, 120))
          .as("%d ms after five clones were wanted, of a cool-down of 1,000 ms", now)
          .isEqualTo(5);
    }
    assertThat(answer.decide(COOL_DOWN + 1, 5, 120))
        .as("nobody wanted more than two for a whole cool-down")
        .isEqualTo(2);
  }

  @Test
  @Order(5)
  void theMostThatWasWantedMeanwhileIsKept() {
    Answer answer = usual();
    answer.decide(0, 6, 360);
    answer.decide(500, 6, 230);
    assertThat(answer.decide(1_100, 6, 120))
        .as("600 ms ago four were wanted: two leave, the others stay")
        .isEqualTo(4);
  }

  @Test
  @Order(6)
  void aWaveDoesNotFlap() {
    Answer answer = usual();
    int clones = 2;
    int reversals = 0;
    int direction = 0;
    for (long now = 0; now < 20_000; now += 100) {
      int next = answer.decide(now, clones, now / 300 % 2 == 0 ? 215 : 145);
      int step = Integer.signum(next - clones);
      reversals += step != 0 && step == -direction ? 1 : 0;
      direction = step == 0 ? direction : step;
      clones = next;
    }
    assertThat(reversals).as("changes of direction, on a wave of 600 ms").isZero();
    assertThat(clones).as("enough for its crest").isEqualTo(4);
  }

  @Test
  @Order(7)
  void whatIsNotKnownChangesNothing() {
    Answer answer = usual();
    answer.decide(0, 4, 240);
    for (long now = 100; now < 5_000; now += 100) {
      assertThat(answer.decide(now, 4, Double.NaN))
          .as("the monitor is dead for %d ms: no reading is not no load", now)
          .isEqualTo(4);
    }
    assertThat(answer.decide(5_000, 4, 60))
        .as("the first reading after it: 100 ms ago nobody knew what was wanted")
        .isEqualTo(4);
    Answer later = usual();
    later.decide(0, 4, 240);
    later.decide(100, 4, 60);
    assertThat(later.decide(2_000, 4, Double.NaN))
        .as("the last reading wanted two, and is no reading of now")
        .isEqualTo(4);
    assertThat(usual().decide(0, 9, Double.NaN)).as("nine clones, a ceiling of 8").isEqualTo(9);
    assertThat(usual().decide(0, 1, Double.NaN)).as("one clone, a floor of 2").isEqualTo(1);
  }

  @Test
  @Order(8)
  void anOldWishMakesNobodyCome() {
    Answer answer = usual();
    assertThat(answer.decide(0, 2, 470)).as("clones for 470 requests a second").isEqualTo(8);
    assertThat(answer.decide(100, 4, 100))
        .as("four are there, two are wanted: the wish for eight keeps the four, and no more")
        .isEqualTo(4);
    assertThat(answer.decide(200, 4, 290)).as("more are wanted, at once").isEqualTo(5);
    assertThat(answer.decide(300, 8, 100))
        .as("300 ms ago eight were wanted: a smaller step up since then forgets nothing")
        .isEqualTo(8);
  }

  @Test
  @Order(9)
  void theToleranceItselfIsTolerated() {
    assertThat(answer(64, 2, 8, 0.25, COOL_DOWN).decide(0, 4, 320))
        .as("4 clones get 320, a quarter more than their target of 256")
        .isEqualTo(4);
    assertThat(answer(64, 2, 8, 0.25, 0).decide(0, 4, 192)).as("a quarter less").isEqualTo(4);
    assertThat(usual().decide(0, 9, 540))
        .as("nine clones, as their load wants it, and a ceiling of eight")
        .isEqualTo(8);
  }
}

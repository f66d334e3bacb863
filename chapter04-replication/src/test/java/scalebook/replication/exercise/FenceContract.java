package scalebook.replication.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;

abstract class FenceContract extends Contract {
  interface Answer {
    void granted(long epoch, long askedAtNanos, long ttlNanos);

    void heard(long epoch);

    boolean mayAcknowledge(long epoch);
  }

  Answer fence(LongSupplier nanoClock) {
    return answer(Answer.class, Fence.class, nanoClock);
  }

  private final AtomicLong now = new AtomicLong(1_000);

  private Answer fence() {
    return fence(now::get);
  }

  @Test
  @Order(1)
  void withoutALeaseNothingIsAcknowledged() {
    assertThat(fence().mayAcknowledge(1)).as("nobody has granted anything").isFalse();
  }

  @Test
  @Order(2)
  void aLeaseLastsAndThenIsOver() {
    Answer fence = fence();
    fence.granted(1, 1_000, 500);
    now.set(1_499);
    assertThat(fence.mayAcknowledge(1)).as("after 499 of 500").isTrue();
    now.set(1_500);
    assertThat(fence.mayAcknowledge(1)).as("after 500 of 500, with no word from anybody").isFalse();
  }

  @Test
  @Order(3)
  void aLeaseCountsFromItsRequest() {
    Answer fence = fence();
    now.set(1_300); // the answer took 300
    fence.granted(1, 1_000, 500);
    now.set(1_600);
    assertThat(fence.mayAcknowledge(1))
        .as("the keeper may have begun to count at 1000: at 1600 it may have given it to another")
        .isFalse();
  }

  @Test
  @Order(4)
  void aRenewalGoesOn() {
    Answer fence = fence();
    fence.granted(1, 1_000, 500);
    now.set(1_400);
    fence.granted(1, 1_400, 500);
    now.set(1_800);
    assertThat(fence.mayAcknowledge(1)).as("renewed at 1400 for 500").isTrue();
    fence.granted(1, 1_200, 500); // an answer that was overtaken
    assertThat(fence.mayAcknowledge(1)).as("an older answer takes no time away").isTrue();
  }

  @Test
  @Order(5)
  void aNewerEpochEndsOursAtOnce() {
    Answer fence = fence();
    fence.granted(1, 1_000, 500);
    fence.heard(2);
    assertThat(fence.mayAcknowledge(1)).as("epoch 2 has begun somewhere").isFalse();
    fence.granted(1, 1_000, 900);
    assertThat(fence.mayAcknowledge(1))
        .as("a late renewal of an old epoch opens nothing")
        .isFalse();
    assertThat(fence.mayAcknowledge(2)).as("epoch 2 is another one's").isFalse();
    fence.heard(1);
    assertThat(fence.mayAcknowledge(1)).as("nor does an old word").isFalse();
  }

  @Test
  @Order(6)
  void aWriteCarriesItsEpochAndOnlyOursPasses() {
    Answer fence = fence();
    fence.granted(7, 1_000, 500);
    assertThat(fence.mayAcknowledge(7)).as("ours").isTrue();
    assertThat(fence.mayAcknowledge(6)).as("a write that was begun in the last epoch").isFalse();
    assertThat(fence.mayAcknowledge(8)).as("a write of an epoch that we do not have").isFalse();
  }

  @Test
  @Order(7)
  void theClockMayBeNegativeAndOverflow() {
    now.set(Long.MAX_VALUE - 100);
    Answer fence = fence();
    fence.granted(1, now.get(), 500); // it ends beyond the largest number
    assertThat(fence.mayAcknowledge(1)).as("just granted").isTrue();
    now.addAndGet(400);
    assertThat(fence.mayAcknowledge(1)).as("400 of 500, over the edge").isTrue();
    now.addAndGet(200);
    assertThat(fence.mayAcknowledge(1)).as("600 of 500").isFalse();
  }

  @Test
  @Order(8)
  void nothingIsOursBeforeTheFirstLease() {
    for (long moment : new long[] {-5, 0, Long.MIN_VALUE, Long.MAX_VALUE}) {
      now.set(moment);
      Answer fence = fence();
      for (long epoch = -1; epoch <= 1; epoch++) {
        assertThat(fence.mayAcknowledge(epoch))
            .as("epoch %d, on a clock that shows %d, before anything was granted", epoch, moment)
            .isFalse();
      }
      fence.heard(3);
      assertThat(fence.mayAcknowledge(3)).as("heard of epoch 3, granted nothing").isFalse();
    }
  }

  @Test
  @Order(9)
  void aWordOfOurOwnOrAnOlderEpochEndsNothing() {
    Answer fence = fence();
    fence.granted(7, 1_000, 500);
    fence.heard(7);
    assertThat(fence.mayAcknowledge(7)).as("somebody spoke of our own epoch").isTrue();
    fence.heard(6);
    fence.granted(6, 1_000, 900);
    assertThat(fence.mayAcknowledge(7)).as("late words of the epoch before ours").isTrue();
    assertThat(fence.mayAcknowledge(6)).isFalse();
  }

  @Test
  @Order(10)
  void aNewEpochBeginsWithItsOwnTime() {
    Answer fence = fence();
    fence.granted(1, 1_000, 900);
    fence.granted(2, 1_100, 200);
    now.set(1_299);
    assertThat(fence.mayAcknowledge(2)).as("epoch 2, granted for 200 at 1100").isTrue();
    assertThat(fence.mayAcknowledge(1)).as("epoch 1, which is over").isFalse();
    now.set(1_300);
    assertThat(fence.mayAcknowledge(2))
        .as("epoch 2 does not inherit what epoch 1 had left")
        .isFalse();
  }

  @Test
  @Order(11)
  void anEndedLeaseMayBeGrantedAgain() {
    Answer fence = fence();
    fence.granted(1, 1_000, 500);
    now.set(2_000);
    assertThat(fence.mayAcknowledge(1)).isFalse();
    fence.granted(1, 1_900, 500);
    assertThat(fence.mayAcknowledge(1)).as("granted again, until 2400").isTrue();
    now.set(2_400);
    assertThat(fence.mayAcknowledge(1)).isFalse();
  }

  @Test
  @Order(12)
  void aRenewalCrossesTheOverflow() {
    now.set(Long.MAX_VALUE - 100);
    Answer fence = fence();
    fence.granted(1, Long.MAX_VALUE - 100, 50);
    fence.granted(1, Long.MAX_VALUE - 60, 200);
    now.set(Long.MIN_VALUE + 50);
    assertThat(fence.mayAcknowledge(1))
        .as("111 of 200 after the renewal: the later end is not the larger number")
        .isTrue();
    now.set(Long.MIN_VALUE + 139);
    assertThat(fence.mayAcknowledge(1)).as("200 of 200").isFalse();
  }

  @Test
  @Order(13)
  void whoHasHeardOfAnEpochHasNoLease() {
    now.set(-1_000);
    Answer fence = fence();
    for (long epoch : new long[] {0, 1}) {
      fence.heard(epoch);
      assertThat(fence.mayAcknowledge(epoch))
          .as("epoch %d was heard of, on a clock below 0; nobody has granted it", epoch)
          .isFalse();
    }
  }

  @Test
  @Order(14)
  void whoHeardOfAnEpochMayStillGetIt() {
    Answer fence = fence();
    fence.granted(1, 1_000, 500);
    fence.heard(7);
    fence.granted(7, 1_000, 500);
    assertThat(fence.mayAcknowledge(7)).as("somebody spoke of our epoch 7 before us").isTrue();
    Answer first = fence();
    first.granted(0, 1_000, 500);
    assertThat(first.mayAcknowledge(0)).as("an epoch may have the number 0").isTrue();
  }
}

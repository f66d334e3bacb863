package scalebook.cloning.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Two balancers and a keeper on one clock; a beat is 10, a lease 18. */
class StandbyTest {
  private final AtomicLong now = new AtomicLong(-100);
  private final Lease lease = new Lease(now::get);
  private final AtomicBoolean cut = new AtomicBoolean();
  private final Standby a = standby("a");
  private final Standby b = standby("b");

  private Standby standby(String name) {
    return new Standby(
        3, 18, n -> !(name.equals("a") && cut.get()) && lease.grant(name, n), now::get);
  }

  private void makeAActive() {
    for (int i = 0; i < 3; i++) {
      a.beat(false);
    }
    assertThat(a.isActive()).isTrue();
  }

  @Test
  void theThirdMissedBeatInARowTakesOver() {
    assertThat(b.beat(false)).isFalse();
    assertThat(b.beat(false)).isFalse();
    assertThat(b.beat(true)).isFalse();
    assertThat(b.beat(false)).isFalse();
    assertThat(b.beat(false)).isFalse();
    assertThat(b.beat(false)).isTrue();
    assertThat(b.missed()).isEqualTo(3);
  }

  @Test
  void aCutHeartbeatMakesNoSecondActiveOne() {
    makeAActive();
    for (int i = 0; i < 20; i++) {
      now.addAndGet(10);
      assertThat(a.beat(false)).isTrue();
      assertThat(b.beat(false)).isFalse();
    }
  }

  @Test
  void whoCannotRenewGivesUpBeforeAnotherIsGranted() {
    makeAActive();
    cut.set(true);
    for (int i = 0; i < 30; i++) {
      now.incrementAndGet();
      boolean stillActive = a.isActive();
      boolean taken = b.beat(false);
      assertThat(stillActive && taken).as("two at %d", now.get()).isFalse();
    }
    assertThat(a.isActive()).isFalse();
    assertThat(b.isActive()).isTrue();
  }

  @Test
  void aLeaseCountsFromBeforeTheQuestion() {
    Standby slow =
        new Standby(
            1,
            18,
            nanos -> {
              now.addAndGet(18); // the answer comes as late as the lease ends
              return true;
            },
            now::get);
    assertThat(slow.beat(false)).isFalse();
  }

  @Test
  void whoComesBackWaitsForTheOther() {
    makeAActive();
    cut.set(true);
    now.addAndGet(18);
    for (int i = 0; i < 3; i++) {
      b.beat(false);
    }
    cut.set(false);
    assertThat(a.beat(true)).isFalse();
    assertThat(b.isActive()).isTrue();
  }

  @Test
  void withoutAKeeperAHeartbeatAloneDecides() {
    Standby alone = new Standby(1, 18, Standby.Keeper.NONE, now::get);
    assertThat(alone.beat(false)).isTrue();
    now.addAndGet(17);
    assertThat(alone.isActive()).isTrue();
  }

  @Test
  void theSameHolderRenewsAndAnotherWaitsUntilTheEnd() {
    assertThat(lease.grant("a", 18)).isTrue();
    now.addAndGet(10);
    assertThat(lease.grant("a", 18)).isTrue();
    now.addAndGet(17);
    assertThat(lease.grant("b", 18)).isFalse();
    now.addAndGet(1);
    assertThat(lease.grant("b", 18)).isTrue();
    assertThat(lease.grant("a", 18)).isFalse();
  }
}

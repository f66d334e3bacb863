package scalebook.replication.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One keeper alone, on a clock of ours. */
class KeeperTest {
  private static final long TTL = 500;
  private static final long LONGEST = 2_000;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 100_000_000); // overflows soon
  @TempDir private Path folder;

  private DiskKeeper keeper() {
    return new DiskKeeper(folder, LONGEST, nanos::get);
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  @Test
  void aLeaseLastsToItsEndAndNoEpochComesTwice() {
    DiskKeeper keeper = keeper();
    assertThat(keeper.look("x")).isEqualTo(new Keeper.State(0, "nobody", 0));
    assertThat(keeper.acquire("x", 1, "a", TTL)).isTrue();
    assertThat(keeper.look("x")).isEqualTo(new Keeper.State(1, "a", TTL));
    pass(TTL - 1);
    assertThat(keeper.acquire("x", 2, "b", TTL)).as("a millisecond is left").isFalse();
    assertThat(keeper.renew("x", 2, "b", TTL)).as("a newer epoch has to wait, too").isFalse();
    pass(1);
    assertThat(keeper.acquire("x", 1, "b", TTL)).as("epoch 1 was given").isFalse();
    assertThat(keeper.acquire("x", 2, "b", TTL)).as("at its very end").isTrue();
    assertThat(keeper.renew("x", 1, "a", TTL)).as("an old epoch comes back").isFalse();
    pass(3 * TTL);
    assertThat(keeper.look("x")).as("over long ago").isEqualTo(new Keeper.State(2, "b", 0));
    assertThat(keeper.renew("x", 3, "c", TTL)).as("an epoch that others gave").isTrue();
  }

  @Test
  void onlyItsHolderGivesItBackAndARenewalOnItsWayIsTooLate() {
    DiskKeeper keeper = keeper();
    keeper.acquire("x", 1, "a", TTL);
    keeper.release("x", 1, "b");
    keeper.release("x", 2, "a");
    assertThat(keeper.look("x").leftMillis()).as("another's word counts nothing").isEqualTo(TTL);
    keeper.release("x", 1, "a");
    assertThat(keeper.look("x").leftMillis()).isZero();
    assertThat(keeper.renew("x", 1, "a", TTL)).isFalse();
    assertThat(keeper.acquire("x", 2, "b", TTL)).isTrue();
  }

  @Test
  void aRestartedKeeperTakesALeaseForAFreshOneOfTheLongestKind() {
    keeper().acquire("x", 7, "a", TTL);
    DiskKeeper again = keeper();
    assertThat(again.look("x")).isEqualTo(new Keeper.State(7, "a", LONGEST));
    pass(LONGEST - 1);
    assertThat(again.acquire("x", 8, "b", TTL)).isFalse();
    pass(1);
    assertThat(again.acquire("x", 8, "b", TTL)).isTrue();
    assertThat(again.renew("x", 8, "c", TTL)).as("two may have asked for one epoch").isTrue();
    assertThat(keeper().look("x").holder()).as("who has it, on the disk").isEqualTo("c");
  }

  @Test
  void noLeaseIsLongerThanARestartWaits() {
    DiskKeeper keeper = keeper();
    assertThat(keeper.acquire("x", 1, "a", LONGEST)).isTrue();
    assertThatThrownBy(() -> keeper.renew("x", 1, "a", LONGEST + 1)).hasMessageContaining("2000");
  }

  @Test
  void aHoldersNextEpochIsOnTheDiskToo() {
    DiskKeeper keeper = keeper();
    keeper.acquire("x", 1, "a", TTL);
    keeper.release("x", 1, "a");
    keeper.acquire("x", 2, "a", TTL);
    assertThat(keeper().look("x").epoch()).as("after a restart").isEqualTo(2);
  }
}

package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Invariant;

/** Disks that fail, lie, and lose their power under a coordinator. */
class BrokenDiskTest extends WithResources {
  BrokenDiskTest(Lab lab) {
    super(lab);
  }

  /** Perhaps the decision is on disk: nobody may roll back until it has been read again. */
  @Test
  void afterABrokenLogNothingIsRolledBack() throws Exception {
    boolean[] fails = {false};
    Disk full =
        new Disk() {
          @Override
          void force(RandomAccessFile file) throws IOException {
            super.force(file);
            if (fails[0]) {
              throw new IOException("written, and then the disk fails");
            }
          }
        };
    log.close();
    log = new DecisionLog(folder.resolve("broken"), 1 << 20, full);
    try (Coordinator coordinator = coordinator(Progress.UNWATCHED);
        Transaction transaction = coordinator.begin()) {
      fails[0] = true;
      assertThatThrownBy(() -> place(transaction, ORDER)).isInstanceOf(Unknown.class);
      fails[0] = false;
      assertThat(coordinator.recovery().round()).isFalse();
      assertThat(databases.invariant().inDoubt(Part.ORDERS)).as("still in doubt").hasSize(1);
      assertThatThrownBy(coordinator::begin).hasMessageContaining("broken");
    }
    log.close();
    log = DecisionLog.open(folder.resolve("broken"));
    try (Coordinator next = coordinator(Progress.UNWATCHED)) {
      await().atMost(SOON).until(() -> next.recovery().round());
      assertThat(databases.invariant().check().orders()).as("it was on disk").containsExactly(1L);
    }
  }

  /** Two databases have committed, the third has not heard it, and the power fails. */
  private Invariant.Finding afterALossOfPower(Disk disk) throws Exception {
    log.close();
    Path file = folder.resolve("power");
    log = new DecisionLog(file, 1 << 20, disk);
    Progress cut = when("after-decision", () -> databases.wire(Part.SHIPMENT).cut());
    try (Coordinator coordinator = coordinator(cut);
        Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
    }
    log.losePower();
    log.close();
    databases.wire(Part.SHIPMENT).heal();
    log = DecisionLog.open(file);
    try (Coordinator next = coordinator(Progress.UNWATCHED)) {
      await().atMost(SOON).until(() -> next.recovery().round());
      return databases.invariant().check();
    }
  }

  @Test
  void aForcedDecisionSurvivesALossOfPower() throws Exception {
    Invariant.Finding finding = afterALossOfPower(new Disk());
    assertThat(finding.violations()).isEmpty();
    assertThat(finding.orders()).containsExactly(1L);
  }

  @Test
  void withoutAForceTheCheckerIsRed() throws Exception {
    assertThat(afterALossOfPower(new Disk.Unforced()).violations())
        .as("violations when the decision was only written: two have committed, one rolls back")
        .isNotEmpty();
  }

  /** Recovery has listed a branch; before it judges, the force of the branch's decision fails. */
  @Test
  void recoveryDoesNotCommitWhatWasNeverForced() throws Exception {
    boolean[] fails = {false};
    Disk failing =
        new Disk() {
          @Override
          void force(RandomAccessFile file) throws IOException {
            if (fails[0]) {
              throw new IOException("the disk fails, and nothing is written");
            }
            super.force(file);
          }
        };
    log.close();
    Path file = folder.resolve("failing");
    log = new DecisionLog(file, 1 << 20, failing);
    CountDownLatch promised = new CountDownLatch(1);
    CountDownLatch listed = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    Progress prepared = when("after-prepare", () -> meet(promised, listed));
    Progress recovering = when("in-recovery", () -> meet(listed, failed));
    boolean[] recovers = {false};
    try (Coordinator coordinator =
        coordinator(
            place -> {
              prepared.at(place);
              (recovers[0] ? recovering : Progress.UNWATCHED).at(place);
            })) {
      coordinator.recovery().close(); // rounds only when the test says so
      Thread caller = new Thread(() -> placeInVain(coordinator, failed));
      caller.start();
      promised.await();
      fails[0] = true;
      recovers[0] = true;
      assertThat(coordinator.recovery().round()).as("a round with a broken log").isFalse();
      caller.join();
      coordinator.recovery().close();
    }
    log.losePower();
    log.close();
    log = DecisionLog.open(file);
    try (Coordinator next = coordinator(Progress.UNWATCHED)) {
      await().atMost(SOON).until(() -> next.recovery().round());
      assertThat(databases.invariant().check().violations())
          .as("violations: the decision was never on disk, so nobody may have committed")
          .isEmpty();
      assertThat(databases.invariant().check().orders()).isEmpty();
    }
  }

  private void placeInVain(Coordinator coordinator, CountDownLatch failed) {
    try (Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
    } catch (Exception unknown) {
      failed.countDown();
    }
  }

  private static void meet(CountDownLatch here, CountDownLatch there) {
    here.countDown();
    try {
      there.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

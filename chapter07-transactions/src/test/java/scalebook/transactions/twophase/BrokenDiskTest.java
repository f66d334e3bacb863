package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
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
          void force(FileChannel file) throws java.io.IOException {
            super.force(file);
            if (fails[0]) {
              throw new java.io.IOException("written, and then the disk fails");
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

  /** As many write it: what is written is on disk, is it not? */
  private static final class Unforced extends Disk {
    @Override
    void force(FileChannel file) {
      // The write has returned.
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
    assertThat(afterALossOfPower(new Unforced()).violations())
        .as("violations when the decision was only written: two have committed, one rolls back")
        .isNotEmpty();
  }
}

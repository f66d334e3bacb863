package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Buyers;

class CoordinatorTest extends WithResources {
  CoordinatorTest(Lab lab) {
    super(lab);
  }

  @Test
  void aTransactionOverThreeDatabases() throws Exception {
    try (Coordinator coordinator = coordinator(Progress.UNWATCHED);
        Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
      assertThat(databases.invariant().check().holds()).isTrue();
      assertThat(rows(Part.SHIPMENT, "shipments")).isEqualTo(1);
      assertThat(log.undone()).as("decisions that somebody must still hear").isEmpty();
    }
  }

  @Test
  void withoutACommitNothingStays() throws Exception {
    try (Coordinator coordinator = coordinator(Progress.UNWATCHED)) {
      try (Transaction transaction = coordinator.begin()) {
        Part.ORDERS.act(transaction.write(resources.get(0)), ORDER);
        Part.INVENTORY.act(transaction.write(resources.get(1)), ORDER);
      }
      assertThat(rows(Part.ORDERS, "orders")).isZero();
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  @Test
  void oneDatabaseNeedsNoDecision() throws Exception {
    List<String> places = new CopyOnWriteArrayList<>(); // phases are parallel
    try (Coordinator coordinator = coordinator(places::add);
        Transaction transaction = coordinator.begin()) {
      Sql.run(
          transaction.write(resources.get(0)),
          "UPDATE accounts SET cents = cents - 1 WHERE customer = 1");
      Sql.number(transaction.read(resources.get(1)), "SELECT available FROM stock WHERE item = 1");
      transaction.commit();
      assertThat(places)
          .as("one writer and one reader: nobody prepares, nothing is logged")
          .contains("before-prepare")
          .doesNotContain("after-prepare", "after-decision");
    }
  }

  @Test
  void aReaderTakesNoPartInTheTwoPhases() throws Exception {
    List<String> places = new CopyOnWriteArrayList<>(); // phases are parallel
    try (Coordinator coordinator = coordinator(places::add);
        Transaction transaction = coordinator.begin()) {
      for (XaResource writer : resources.subList(0, 2)) {
        Sql.run(
            transaction.write(writer),
            "INSERT INTO steps (saga, step, state) VALUES (1, 'test', 'DONE')");
      }
      Sql.number(transaction.read(resources.get(2)), "SELECT COUNT(*) FROM shipments");
      transaction.commit();
    }
    assertThat(places.stream().filter("after-a-prepare"::equals)).as("prepares").hasSize(2);
    assertThat(places.stream().filter("after-a-commit"::equals)).as("commits").hasSize(2);
  }

  @Test
  void aTransactionThatTakesTooLongIsRolledBack() throws Exception {
    try (Coordinator coordinator = coordinator(Progress.UNWATCHED);
        Transaction transaction = coordinator.begin(Duration.ZERO)) {
      assertThatThrownBy(() -> place(transaction, ORDER)).isInstanceOf(Aborted.class);
      assertThat(rows(Part.ORDERS, "orders")).isZero();
    }
  }

  @Test
  void aDatabaseThatCannotPromiseStopsAll() throws Exception {
    Progress cut = when("before-prepare", () -> databases.wire(Part.SHIPMENT).cut());
    try (Coordinator coordinator = coordinator(cut);
        Transaction transaction = coordinator.begin()) {
      assertThatThrownBy(() -> place(transaction, ORDER)).isInstanceOf(Aborted.class);
      databases.wire(Part.SHIPMENT).heal();
      await().atMost(SOON).until(() -> coordinator.recovery().round());
      assertThat(rows(Part.ORDERS, "orders"))
          .as("orders, when shipment could not promise")
          .isZero();
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  /** Somebody stops one caller's thread, just when it decides. */
  @Test
  void anInterruptedCallerStopsNobodyElse() throws Exception {
    Progress interrupt = when("after-prepare", () -> Thread.currentThread().interrupt());
    try (Coordinator coordinator = coordinator(interrupt)) {
      try (Transaction interrupted = coordinator.begin()) {
        place(interrupted, ORDER);
      } finally {
        assertThat(Thread.interrupted()).as("the caller is still interrupted").isTrue();
      }
      try (Transaction other = coordinator.begin()) {
        place(other, Buyers.SENSIBLE.order(2));
      }
      assertThat(databases.invariant().check().orders()).containsExactly(1L, 2L);
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  /** What a reader changes would be dropped at the commit: the server says no, and says why. */
  @Test
  void aReaderCannotWrite() throws Exception {
    try (Coordinator coordinator = coordinator(Progress.UNWATCHED)) {
      for (int i = 0; i < 2; i++) { // the second time over a connection that was given back
        try (Transaction transaction = coordinator.begin()) {
          Connection reading = transaction.read(resources.get(2));
          assertThat(Sql.number(reading, "SELECT COUNT(*) FROM shipments")).isEqualTo(i);
          assertThatThrownBy(
                  () ->
                      Sql.run(reading, "INSERT INTO shipments (order_id, quantity) VALUES (9, 9)"))
              .as("an insert of a reader")
              .hasMessageContaining("read-only");
          assertThatThrownBy(
                  () ->
                      Sql.run( // hidden from the driver
                          reading, "PREPARE hidden FROM 'DELETE FROM shipments'", "EXECUTE hidden"))
              .as("what only the server can see")
              .hasMessageContaining("READ ONLY");
          assertThatThrownBy(() -> transaction.write(resources.get(2)))
              .as("a reader that wants to write in the same transaction")
              .hasMessageContaining("ask for write first");
        }
        try (Transaction transaction = coordinator.begin()) {
          place(transaction, Buyers.SENSIBLE.order(1 + i));
        }
      }
      assertThat(rows(Part.SHIPMENT, "shipments")).isEqualTo(2);
    }
  }

  /** One branch meets a bug; the others are at work, and nobody may use their connections yet. */
  @Test
  void whateverAPhaseThrowsItWaitsForAll() throws Exception {
    Thread caller = Thread.currentThread();
    CountDownLatch aborted = new CountDownLatch(1);
    AtomicBoolean tooEarly = new AtomicBoolean();
    Progress bug =
        place -> {
          if (place.equals("after-a-prepare") && Thread.currentThread() == caller) {
            throw new IllegalStateException("a bug");
          }
          if (place.equals("after-a-prepare")) {
            tooEarly.compareAndSet(false, waits(aborted));
          }
        };
    try (Coordinator coordinator = coordinator(bug)) {
      try (Transaction transaction = coordinator.begin()) {
        assertThatThrownBy(() -> place(transaction, ORDER)).isInstanceOf(Aborted.class);
        aborted.countDown();
      }
      assertThat(tooEarly).as("it was over while branches were still at work").isFalse();
      await().atMost(SOON).until(() -> coordinator.recovery().round());
      assertThat(rows(Part.ORDERS, "orders")).isZero();
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  /** As long as a branch may be at work; true when the transaction was over before. */
  private static boolean waits(CountDownLatch over) {
    try {
      return over.await(300, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}

package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Invariant;

class RecoveryTest extends WithResources {
  RecoveryTest(Lab lab) {
    super(lab);
  }

  /** A decided transaction whose second phase was not heard is brought to its end. */
  @Test
  void aDatabaseThatMissedTheDecisionGetsItLater() throws Exception {
    Progress cut = when("after-decision", () -> databases.wire(Part.INVENTORY).cut());
    try (Coordinator coordinator = coordinator(cut);
        Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
      assertThat(databases.invariant().inDoubt(Part.INVENTORY)).hasSize(1);
      databases.wire(Part.INVENTORY).heal();
      await().atMost(SOON).until(() -> coordinator.recovery().round() && log.undone().isEmpty());
      assertThat(databases.invariant().check().orders()).containsExactly(1L);
      assertThat(databases.invariant().check().holds()).isTrue();
    }
  }

  /**
   * While the server takes the connection of a branch for alive, it lists the branch, and answers
   * "unknown" to everybody else. Recovery must not believe that it is done.
   */
  @Test
  void unknownButListedIsNotDone() throws Exception {
    TransactionId id = new TransactionId(Invariant.COORDINATOR, "T1", "inventory");
    String name = "'shop:T1', 'inventory', " + id.getFormatId();
    Connection vanished = databases.server(Part.INVENTORY).connect();
    Sql.run(
        vanished,
        "XA START " + name,
        "UPDATE stock SET available = available - 1 WHERE item = 1",
        "XA END " + name,
        "XA PREPARE " + name);
    log.decided("T1", List.of("inventory"));
    try (Coordinator coordinator = coordinator(Progress.UNWATCHED)) {
      assertThat(coordinator.recovery().round()).as("all is ended").isFalse();
      assertThat(databases.invariant().inDoubt(Part.INVENTORY)).hasSize(1);
      assertThat(log.undone()).as("decided, and still not committed").containsKey("T1");
      vanished.close(); // the server has noticed
      await().atMost(SOON).until(() -> coordinator.recovery().round() && log.undone().isEmpty());
      assertThat(rows(Part.INVENTORY, "stock WHERE available < initial")).isEqualTo(1);
    }
  }

  /** Between a recovery's question to a database and its answer a whole transaction takes place. */
  @Test
  void aRecoveryDoesNotJudgeWhatItDidNotSee() throws Exception {
    Progress[] inRecovery = {Progress.UNWATCHED};
    Progress[] inCommit = {Progress.UNWATCHED};
    Progress both =
        place -> {
          inRecovery[0].at(place);
          inCommit[0].at(place);
        };
    try (Coordinator coordinator = coordinator(both)) {
      coordinator.recovery().close(); // rounds only when the test says so
      inCommit[0] = when("after-decision", () -> databases.wire(Part.ORDERS).cut());
      inRecovery[0] =
          when(
              "in-recovery", // "orders" has been asked, and had nothing prepared
              () -> {
                try (Transaction transaction = coordinator.begin()) {
                  place(transaction, ORDER);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
                databases.wire(Part.ORDERS).heal();
              });
      coordinator.recovery().round();
      assertThat(log.undone())
          .as("decided after the question: the answer says nothing about it")
          .hasSize(1);
      await().atMost(SOON).until(() -> coordinator.recovery().round() && log.undone().isEmpty());
      assertThat(databases.invariant().check().orders()).containsExactly(1L);
      assertThat(databases.invariant().check().holds()).isTrue();
      coordinator.recovery().close();
    }
  }

  /** All have promised; one branch loses its connection, so that anybody may end it now. */
  @Test
  void aTransactionThatRunsIsNotRecovered() throws Exception {
    Coordinator[] coordinator = {null};
    Progress recover =
        when(
            "after-prepare",
            () -> {
              databases.wire(Part.INVENTORY).cut();
              databases.wire(Part.INVENTORY).heal();
              await().atMost(SOON).until(() -> coordinator[0].recovery().round());
              coordinator[0].recovery().round();
            });
    coordinator[0] = coordinator(recover);
    try (Coordinator closing = coordinator[0];
        Transaction transaction = closing.begin()) {
      place(transaction, ORDER);
      await().atMost(SOON).until(() -> closing.recovery().round() && log.undone().isEmpty());
      assertThat(databases.invariant().check().violations()).isEmpty();
      assertThat(databases.invariant().check().orders()).containsExactly(1L);
    }
  }

  /** Decided, and then a start without the database that has not heard it, and one with it. */
  @Test
  void aDecisionIsKeptForADatabaseThatIsNotConfiguredNow() throws Exception {
    Progress cut = when("after-decision", () -> databases.wire(Part.SHIPMENT).cut());
    try (Coordinator coordinator = coordinator(cut);
        Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
    }
    databases.wire(Part.SHIPMENT).heal();
    try (Coordinator fewer =
        new Coordinator(Invariant.COORDINATOR, log, resources.subList(0, 2), Progress.UNWATCHED)) {
      assertThat(fewer.recovery().round()).as("all has been told, without shipment").isFalse();
      assertThat(log.undone()).as("decisions that shipment has not heard").hasSize(1);
    }
    try (Coordinator all = coordinator(Progress.UNWATCHED)) {
      await().atMost(SOON).until(() -> all.recovery().round() && log.undone().isEmpty());
      assertThat(databases.invariant().check().violations()).isEmpty();
      assertThat(databases.invariant().check().orders()).containsExactly(1L);
    }
  }

  private Coordinator with(Recovery.Ends ends) {
    return new Coordinator(ends, Invariant.COORDINATOR, log, resources, Progress.UNWATCHED);
  }

  private void prepare(String coordinator, String number) throws Exception {
    String name = "'%s:%s', 'shipment', %d".formatted(coordinator, number, 0x5342_4b37);
    databases.at(
        Part.SHIPMENT,
        connection -> {
          Sql.run(
              connection,
              "XA START " + name,
              "INSERT INTO shipments (order_id, quantity) VALUES (" + number.charAt(1) + ", 1)",
              "XA END " + name,
              "XA PREPARE " + name);
          return null;
        });
  }

  /** Decided, undecided, and somebody else's: which of them does each kind of recovery end? */
  @Test
  void eachKindOfRecoveryEndsItsOwnBranches() throws Exception {
    prepare(Invariant.COORDINATOR, "T1");
    prepare(Invariant.COORDINATOR, "T2");
    prepare("stranger", "T3");
    log.decided("T1", List.of("shipment"));
    assertThat(left(Recovery.Ends.NONE)).hasSize(3);
    assertThat(rows(Part.SHIPMENT, "shipments")).isZero();
    assertThat(left(Recovery.Ends.DECIDED))
        .containsExactlyInAnyOrder("shop:T2shipment", "stranger:T3shipment");
    assertThat(rows(Part.SHIPMENT, "shipments")).as("T1 is committed").isEqualTo(1);
    assertThat(left(Recovery.Ends.OWN)).containsExactly("stranger:T3shipment");
    assertThat(left(Recovery.Ends.ANY)).isEmpty();
    assertThat(rows(Part.SHIPMENT, "shipments")).as("the others are rolled back").isEqualTo(1);
  }

  private List<String> left(Recovery.Ends ends) throws Exception {
    try (Coordinator coordinator = with(ends)) {
      await().atMost(SOON).until(() -> coordinator.recovery().round());
      return databases.invariant().inDoubt(Part.SHIPMENT);
    }
  }
}

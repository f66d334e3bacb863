package scalebook.transactions.twophase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.testing.WithLab;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Invariant;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;

@Timeout(60)
@ExtendWith(WithLab.class)
class CoordinatorTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Order ORDER = Buyers.SENSIBLE.order(1);

  @TempDir Path folder;
  private final Lab lab;
  private ShopDatabases databases;
  private final List<XaResource> resources = new ArrayList<>();
  private DecisionLog log;

  CoordinatorTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab, ShopDatabases.Goods.PLENTY);
    for (Part part : Part.values()) {
      resources.add(new XaResource(part.database(), databases.endpoints()));
    }
    log = DecisionLog.open(folder.resolve("log"));
  }

  @AfterEach
  void close() throws SQLException {
    resources.forEach(XaResource::close);
    log.close();
    databases.close();
    for (Part part : Part.values()) {
      assertThat(databases.invariant().inDoubt(part)).as("left in doubt by the test").isEmpty();
    }
  }

  private Coordinator coordinator(Crash crash) {
    return new Coordinator(Invariant.COORDINATOR, log, resources, crash);
  }

  private void place(Transaction transaction, Order order) throws Exception {
    for (Part part : Part.values()) {
      part.act(transaction.write(resources.get(part.ordinal())), order);
    }
    transaction.commit();
  }

  private long rows(Part part, String table) throws SQLException {
    try (Connection connection = databases.server(part).connect();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void aTransactionOverThreeDatabases() throws Exception {
    try (Coordinator coordinator = coordinator(Crash.NEVER);
        Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
      assertThat(databases.invariant().check().holds()).isTrue();
      assertThat(rows(Part.SHIPMENT, "shipments")).isEqualTo(1);
      assertThat(log.undone()).as("decisions that somebody must still hear").isEmpty();
    }
  }

  @Test
  void withoutACommitNothingStays() throws Exception {
    try (Coordinator coordinator = coordinator(Crash.NEVER)) {
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
      transaction
          .write(resources.get(0))
          .createStatement()
          .executeUpdate("UPDATE accounts SET cents = cents - 1 WHERE customer = 1");
      transaction
          .read(resources.get(1))
          .createStatement()
          .executeQuery("SELECT available FROM stock WHERE item = 1")
          .close();
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
        writer(transaction, writer);
      }
      transaction
          .read(resources.get(2))
          .createStatement()
          .executeQuery("SELECT COUNT(*) FROM shipments")
          .close();
      transaction.commit();
    }
    assertThat(places.stream().filter("after-a-prepare"::equals)).as("prepares").hasSize(2);
    assertThat(places.stream().filter("after-a-commit"::equals)).as("commits").hasSize(2);
  }

  private static void writer(Transaction transaction, XaResource resource) throws SQLException {
    transaction
        .write(resource)
        .createStatement()
        .executeUpdate("INSERT INTO steps (saga, step, state) VALUES (1, 'test', 'DONE')");
  }

  @Test
  void whoTakesTooLongIsRolledBack() throws Exception {
    try (Coordinator coordinator = coordinator(Crash.NEVER);
        Transaction transaction = coordinator.begin(Duration.ZERO)) {
      assertThatThrownBy(() -> place(transaction, ORDER)).isInstanceOf(Aborted.class);
      assertThat(rows(Part.ORDERS, "orders")).isZero();
    }
  }

  @Test
  void aDatabaseThatCannotPromiseStopsAll() throws Exception {
    Crash cut = Crash.when("before-prepare", () -> databases.wire(Part.SHIPMENT).cut());
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

  /** A decided transaction whose second phase was not heard is brought to its end. */
  @Test
  void whoDidNotHearTheDecisionHearsItLater() throws Exception {
    Crash cut = Crash.when("after-decision", () -> databases.wire(Part.INVENTORY).cut());
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
    try (Statement statement = vanished.createStatement()) {
      statement.execute("XA START " + name);
      statement.execute("UPDATE stock SET available = available - 1 WHERE item = 1");
      statement.execute("XA END " + name);
      statement.execute("XA PREPARE " + name);
    }
    log.decided("T1", List.of("inventory"));
    try (Coordinator coordinator = coordinator(Crash.NEVER)) {
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
    Crash[] inRecovery = {Crash.NEVER};
    Crash[] inCommit = {Crash.NEVER};
    Crash both =
        place -> {
          inRecovery[0].at(place);
          inCommit[0].at(place);
        };
    try (Coordinator coordinator = coordinator(both)) {
      coordinator.recovery().close(); // rounds only when the test says so
      inCommit[0] = Crash.when("after-decision", () -> databases.wire(Part.ORDERS).cut());
      inRecovery[0] =
          Crash.when(
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
    Crash recover =
        Crash.when(
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
    try (Coordinator coordinator = coordinator(Crash.NEVER);
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
    try (Coordinator next = coordinator(Crash.NEVER)) {
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
    Crash cut = Crash.when("after-decision", () -> databases.wire(Part.SHIPMENT).cut());
    try (Coordinator coordinator = coordinator(cut);
        Transaction transaction = coordinator.begin()) {
      place(transaction, ORDER);
    }
    log.losePower();
    log.close();
    databases.wire(Part.SHIPMENT).heal();
    log = DecisionLog.open(file);
    try (Coordinator next = coordinator(Crash.NEVER)) {
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

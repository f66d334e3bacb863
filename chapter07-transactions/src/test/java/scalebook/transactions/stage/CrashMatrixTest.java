package scalebook.transactions.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scalebook.book.testing.Thorough;
import scalebook.book.testing.WithLab;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.outbox.DeadLetters;
import scalebook.transactions.outbox.Inbox;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Pools;

/** Every place in every protocol, and everything that can break there, under concurrent orders. */
@Timeout(300) // in full, sixteen shops die and start in one test
@ExtendWith(WithLab.class)
class CrashMatrixTest {
  private static final long MOST_RECOVERY_MILLIS = 10_000;

  private static final List<String> TWO_PHASE =
      List.of(
          "after-work#5",
          "before-prepare#5",
          "after-a-prepare#5",
          "after-prepare#5",
          "after-decision#5",
          "after-a-commit#5",
          "after-commit#5",
          "after-done#5");

  /** In a recovery: each comes after a crash that leaves something to recover. */
  private static final List<String> TWO_PHASE_RECOVERY =
      List.of("after-prepare#3", "in-recovery", "after-decision#3", "after-a-recovered-branch#2");

  private static final List<String> SAGA =
      List.of(
          "before-pay#5",
          "after-pay#5",
          "after-intent#5",
          "before-reserve#5",
          "after-reserve#5",
          "before-ship#5",
          "after-ship#5",
          "before-confirm#5",
          "after-confirm#5",
          "before-undo-ship",
          "after-undo-ship",
          "before-undo-reserve",
          "after-undo-reserve",
          "before-undo-pay",
          "after-undo-pay");

  private static final List<String> OUTBOX =
      List.of(
          "before-order-commit#5",
          "after-order-commit#5",
          "before-publish#5",
          "after-publish#5",
          "after-delete#2",
          "before-effect#5",
          "after-effect#5",
          "after-acknowledge#5");

  private final Lab lab;
  private ShopDatabases databases;

  CrashMatrixTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeEach
  void open() throws Exception {
    databases = ShopDatabases.open(lab);
  }

  @AfterEach
  void close() {
    databases.close();
  }

  private static void right(List<Aftermath> outcomes, List<String> places) {
    assertThat(outcomes).extracting(Aftermath::place).isEqualTo(places);
    assertThat(outcomes.get(places.size() - 1).finding()).as("the last look").isPresent();
    for (Aftermath outcome : outcomes) {
      String where = outcome.kind() + " " + outcome.place();
      assertThat(outcome.happened()).as("%s happened, and orders went on after it", where).isTrue();
      outcome.finding().ifPresent(found -> right(found, where));
      assertThat(outcome.broken()).as("orders that are not as promised, %s", where).isZero();
      assertThat(outcome.millis())
          .as("milliseconds of recovery, %s", where)
          .isLessThanOrEqualTo(MOST_RECOVERY_MILLIS);
    }
  }

  private static void right(Invariant.Finding found, String where) {
    assertThat(found.violations()).as("violations after %s", where).isEmpty();
    assertThat(found.inDoubt()).as("branches in doubt after %s", where).isZero();
  }

  /** At every place one kind of fault, or, with -Dscalebook.full=true, every kind. */
  private void run(Protocol protocol, Aftermath.Kind kind, List<String> all) throws Exception {
    run(protocol, Thorough.some(all, kind.ordinal()), kind);
  }

  private void run(Protocol protocol, List<String> places, Aftermath.Kind kind) throws Exception {
    Faults faults = new Faults(lab, databases, protocol);
    right(
        kind == Aftermath.Kind.HALT ? faults.halts(places) : faults.strikes(places, kind), places);
  }

  @ParameterizedTest
  @EnumSource
  void twoPhaseCommit(Aftermath.Kind kind) throws Exception {
    try (Stranger stranger = new Stranger(databases)) {
      run(Protocol.TWO_PHASE, kind, TWO_PHASE);
      assertThat(stranger.leftAlone()).as("another coordinator's branch").isTrue();
    }
  }

  @Test
  void aRecoveryMayDieToo() throws Exception {
    run(Protocol.TWO_PHASE, TWO_PHASE_RECOVERY, Aftermath.Kind.HALT);
  }

  @ParameterizedTest
  @EnumSource
  void saga(Aftermath.Kind kind) throws Exception {
    run(Protocol.SAGA, kind, SAGA);
  }

  @ParameterizedTest
  @EnumSource
  void outbox(Aftermath.Kind kind) throws Exception {
    databases.withStream(lab);
    run(Protocol.OUTBOX, kind, OUTBOX);
    nothingIsLost();
  }

  @ParameterizedTest
  @EnumSource
  void choreography(Aftermath.Kind kind) throws Exception {
    databases.withStream(lab);
    run(Protocol.CHOREOGRAPHY, kind, Places.OF_A_CHOREOGRAPHY.all());
  }

  private void nothingIsLost() throws Exception {
    for (Part part : List.of(Part.INVENTORY, Part.SHIPMENT)) {
      EventAudit audit = EventAudit.of(databases, part);
      assertThat(audit.lost()).as("lost events").isZero();
      assertThat(audit.twice()).as("effects that happened twice").isZero();
      assertThat(audit.early()).as("events that came before one that precedes them").isZero();
      assertThat(audit.outOfOrder()).as("effects out of order").isZero();
    }
  }

  /** An item that its consumer has not got: dead letters, and a human who replays them. */
  @Test
  void outboxWithEventsThatAreRefused() throws Exception {
    databases.withStream(lab);
    change("DELETE FROM stock WHERE item = 3");
    Faults faults = new Faults(lab, databases, Protocol.OUTBOX).with(Buyers.REGULAR);
    List<Aftermath> all = faults.halts(Thorough.some(OUTBOX, 0));
    assertThat(all).as("shops that died").allMatch(Aftermath::happened);
    List<DeadLetters.Letter> letters = databases.at(Part.INVENTORY, DeadLetters::all);
    assertThat(letters).extracting(DeadLetters.Letter::why).contains("not enough of item 3");
    change("INSERT INTO stock (item, available, initial) VALUES (3, 1000, 1000)");
    try (Pools pools = new Pools(databases.endpoints(), part -> 1)) {
      Inbox inbox = new Inbox(pools.to(Part.INVENTORY), Part.INVENTORY::act);
      for (int customer = 0; customer < Buyers.REGULAR.customers(); customer++) {
        inbox.replay(customer);
      }
    }
    right(databases.invariant().check(), "a replay");
    nothingIsLost();
  }

  private void change(String sql) throws Exception {
    int changed = databases.at(Part.INVENTORY, connection -> Sql.change(connection, sql));
    assertThat(changed).as(sql).isEqualTo(1);
  }
}

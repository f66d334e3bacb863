package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.transactions.exercise.DecisionLog.Branch;
import scalebook.transactions.exercise.DecisionLog.Kind;
import scalebook.transactions.exercise.DecisionLog.Plan;
import scalebook.transactions.exercise.DecisionLog.Record;

abstract class DecisionLogContract extends Contract {
  interface Answer {
    Plan recover(String coordinator, List<Record> log, Set<Branch> prepared, Set<String> running);
  }

  Answer answer() {
    return answer(Answer.class, DecisionLog.class);
  }

  private static Record decided(String transaction) {
    return new Record(Kind.DECIDED, transaction, true);
  }

  private static Branch mine(String transaction, String database) {
    String read = new String("shop"); // equal, and another object, as a database gives it
    return new Branch(read, transaction, database);
  }

  @Test
  @Order(1)
  void aDecidedTransactionIsCommittedInEveryDatabaseThatPreparedIt() {
    Plan plan =
        answer()
            .recover(
                "shop",
                List.of(decided("T1")),
                Set.of(mine("T1", "inventory"), mine("T1", "shipment")),
                Set.of());
    assertThat(plan.commit())
        .as("T1 was decided: some may know already, these two must hear it")
        .containsExactlyInAnyOrder(mine("T1", "inventory"), mine("T1", "shipment"));
    assertThat(plan.rollBack()).as("nothing of T1 may be rolled back any more").isEmpty();
  }

  @Test
  @Order(2)
  void anUndecidedBranchIsRolledBack() {
    Plan plan =
        answer().recover("shop", List.of(decided("T1")), Set.of(mine("T2", "orders")), Set.of());
    assertThat(plan.rollBack())
        .as("T2 is prepared and was never decided: its locks must go")
        .containsExactly(mine("T2", "orders"));
    assertThat(plan.commit()).as("nobody decided T2").isEmpty();
  }

  @Test
  @Order(3)
  void anotherCoordinatorsBranchIsLeftAlone() {
    Branch stranger = new Branch("billing", "T1", "orders");
    Plan plan = answer().recover("shop", List.of(decided("T1")), Set.of(stranger), Set.of());
    assertThat(plan.commit()).as("another coordinator's T1 is not our T1").isEmpty();
    assertThat(plan.rollBack())
        .as("another coordinator's branch: it may be about to commit it")
        .isEmpty();
  }

  @Test
  @Order(4)
  void aRunningTransactionIsLeftAlone() {
    Plan plan = answer().recover("shop", List.of(), Set.of(mine("T5", "orders")), Set.of("T5"));
    assertThat(plan.rollBack())
        .as("T5 has prepared and is about to be decided: recovery also runs beside the living")
        .isEmpty();
    assertThat(plan.commit()).isEmpty();
  }

  @Test
  @Order(5)
  void aTornTailIsNotADecision() {
    Plan plan =
        answer()
            .recover(
                "shop",
                List.of(decided("T1"), new Record(Kind.DECIDED, "T2", false)),
                Set.of(mine("T1", "orders"), mine("T2", "orders")),
                Set.of());
    assertThat(plan.commit()).as("T1 is whole, and counts").containsExactly(mine("T1", "orders"));
    assertThat(plan.rollBack())
        .as("T2's record was torn by the crash: its decision was never acknowledged")
        .containsExactly(mine("T2", "orders"));
  }

  @Test
  @Order(6)
  void nothingCountsAfterATornRecord() {
    Plan plan =
        answer()
            .recover(
                "shop",
                List.of(new Record(Kind.DECIDED, "T1", false), decided("T2")),
                Set.of(mine("T2", "orders")),
                Set.of());
    assertThat(plan.commit())
        .as("what stands after a torn record is left from an older file, not ours to believe")
        .isEmpty();
    assertThat(plan.rollBack()).containsExactly(mine("T2", "orders"));
  }

  @Test
  @Order(7)
  void aDoneTransactionWithAPreparedBranchIsStillCommitted() {
    Plan plan =
        answer()
            .recover(
                "shop",
                List.of(decided("T1"), new Record(Kind.DONE, "T1", true)),
                Set.of(mine("T1", "orders")),
                Set.of());
    assertThat(plan.rollBack())
        .as("T1 was committed elsewhere: to roll back what is left would break it")
        .isEmpty();
    assertThat(plan.commit()).containsExactly(mine("T1", "orders"));
  }

  @Test
  @Order(8)
  void aRunningTransactionIsLeftAloneAlsoWhenItIsDecided() {
    Plan plan =
        answer()
            .recover("shop", List.of(decided("T5")), Set.of(mine("T5", "orders")), Set.of("T5"));
    assertThat(plan.commit())
        .as("T5 is decided, and its coordinator is just committing it")
        .isEmpty();
    assertThat(plan.rollBack()).isEmpty();
  }

  @Test
  @Order(9)
  void aTornDoneRecordEndsTheLogToo() {
    Plan plan =
        answer()
            .recover(
                "shop",
                List.of(decided("T1"), new Record(Kind.DONE, "T1", false), decided("T2")),
                Set.of(mine("T1", "orders"), mine("T2", "orders")),
                Set.of());
    assertThat(plan.commit())
        .as("decided before the torn record")
        .containsExactly(mine("T1", "orders"));
    assertThat(plan.rollBack()).as("behind it").containsExactly(mine("T2", "orders"));
  }

  @Test
  @Order(10)
  void manyTransactionsAtOnce() {
    Set<Branch> prepared = new HashSet<>();
    Set<Branch> commit = new HashSet<>();
    Set<Branch> rollBack = new HashSet<>();
    List<Record> log = new ArrayList<>();
    Set<String> running = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      boolean decided = i % 2 == 0;
      if (decided) {
        log.add(decided("T" + i));
      }
      if (i % 5 == 0) {
        running.add("T" + i);
      }
      for (String database : List.of("orders", "stock")) {
        for (String coordinator : List.of("shop", "shop2", "Shop", "")) {
          Branch branch = new Branch(coordinator, "T" + i, database);
          prepared.add(branch);
          if (coordinator.equals("shop") && i % 5 != 0) {
            (decided ? commit : rollBack).add(branch);
          }
        }
      }
    }
    Plan plan = answer().recover("shop", log, prepared, running);
    assertThat(plan.commit())
        .as(
            "of 40 transactions: the even ones are decided, every fifth runs, and shop is not shop2")
        .isEqualTo(commit);
    assertThat(plan.rollBack()).isEqualTo(rollBack);
  }

  @Test
  @Order(11)
  void withoutAnyRecordNothingWasDecided() {
    Plan plan = answer().recover("shop", List.of(), Set.of(mine("T1", "orders")), Set.of());
    assertThat(plan.rollBack())
        .as("an empty log: presumed abort")
        .containsExactly(mine("T1", "orders"));
  }
}

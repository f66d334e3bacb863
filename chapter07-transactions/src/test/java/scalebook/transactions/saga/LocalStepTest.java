package scalebook.transactions.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.stage.Buyers;

class LocalStepTest extends WithSteps {
  LocalStepTest(Lab lab) {
    super(lab);
  }

  private Step reserve(LocalStep.Memory memory) {
    return new LocalStep(
        "reserve", pools.to(Part.INVENTORY), Part.INVENTORY::act, Part.INVENTORY::undo, memory);
  }

  private long reserved() throws SQLException {
    return databases.number(Part.INVENTORY, "SELECT SUM(initial) - SUM(available) FROM stock");
  }

  /** The variant that many write: what was not done needs no compensation. */
  @Test
  void withoutATombstoneALateActionHasItsEffect() throws Exception {
    Step forgetful = reserve(LocalStep.Memory.EFFECTS);
    forgetful.compensate(ORDER);
    forgetful.act(ORDER); // too late, and done
    assertThat(reserved()).as("pieces gone for an order that was undone").isEqualTo(quantity());
    forgetful.compensate(ORDER);
    assertThat(reserved()).as("what was done is still undone").isZero();
    assertThatThrownBy(() -> forgetful.act(ORDER)).isInstanceOf(Refused.class);
    Step whole = reserve(LocalStep.Memory.TOMBSTONES);
    whole.compensate(Buyers.SENSIBLE.order(2));
    assertThatThrownBy(() -> whole.act(Buyers.SENSIBLE.order(2))).isInstanceOf(Refused.class);
  }

  @Test
  void withoutARecordARepeatedActionHasItsEffectAgain() throws Exception {
    Step forgetful = reserve(LocalStep.Memory.NONE);
    forgetful.act(ORDER);
    forgetful.act(ORDER);
    assertThat(reserved()).as("pieces gone for one order").isEqualTo(2L * quantity());
    assertThat(databases.invariant().check().violations()).isNotEmpty();
  }

  private static int quantity() {
    return ORDER.quantity();
  }

  @Test
  void oneActionArrivesManyTimesAtOnce() throws Exception {
    Step pay = steps().get(0);
    ExecutorService many = Executors.newFixedThreadPool(8);
    List<Future<?>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      calls.add(
          many.submit(
              () -> {
                pay.act(ORDER);
                return null;
              }));
    }
    int failed = 0;
    for (Future<?> call : calls) {
      try {
        call.get();
      } catch (ExecutionException deadlock) {
        failed++; // it may be told to try again; it may not act twice
      }
    }
    many.shutdown();
    assertThat(failed).as("calls that were told to try again").isLessThan(24);
    pay.act(ORDER);
    long taken =
        databases.at(
            Part.ORDERS, db -> Sql.number(db, "SELECT SUM(initial) - SUM(cents) FROM accounts"));
    assertThat(taken).as("cents taken by one order, sent 25 times").isEqualTo(ORDER.cents());
  }
}

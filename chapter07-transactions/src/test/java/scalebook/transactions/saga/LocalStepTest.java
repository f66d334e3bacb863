package scalebook.transactions.saga;

import static org.assertj.core.api.Assertions.assertThat;

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
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;

class LocalStepTest extends WithSteps {
  LocalStepTest(Lab lab) {
    super(lab);
  }

  /** The variant that many write: what was not done needs no compensation. */
  private Step reserveWithoutTombstone() {
    return new LocalStep(
        "reserve", pools.to(Part.INVENTORY), Part.INVENTORY::act, Part.INVENTORY::undo) {
      @Override
      public void compensate(Order order) throws SQLException {
        long done =
            databases.at(
                Part.INVENTORY,
                db -> Sql.number(db, "SELECT COUNT(*) FROM steps WHERE saga = ?", order.id()));
        if (done > 0) {
          super.compensate(order);
        }
      }
    };
  }

  @Test
  void withoutATombstoneTheCheckerIsRed() throws Exception {
    Step reserve = reserveWithoutTombstone();
    reserve.compensate(ORDER);
    reserve.act(ORDER); // too late, and done
    assertThat(databases.invariant().check().violations())
        .as("violations when an action comes after its compensation")
        .isNotEmpty();
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

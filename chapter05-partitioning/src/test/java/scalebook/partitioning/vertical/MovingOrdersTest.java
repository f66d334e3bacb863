package scalebook.partitioning.vertical;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.engines.process.Tasks;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.vertical.MovingOrders.Care;
import scalebook.partitioning.vertical.MovingOrders.Mode;

@ExtendWith(WithLab.class)
class MovingOrdersTest {
  private static final Care ALL = new Care(true, true, true);
  private static final Purchase ORDER = new Purchase(7, 1, 1, 100);
  private MySql old;
  private MySql next;

  @BeforeEach
  void databases(MySql database, MySql next) throws SQLException {
    this.old = database;
    this.next = next;
    Services.table(old.dataSource(), "orders", Purchase.TABLE + ")");
    Purchase.put(old.dataSource(), "INSERT", List.of(ORDER));
  }

  private MovingOrders moving(Care care, Crash crash) throws SQLException {
    MovingOrders orders = new MovingOrders(old.dataSource(), next.dataSource(), care, crash);
    orders.create();
    return orders;
  }

  private static long cents(MovingOrders orders) throws Exception {
    return orders.find(7).map(Purchase::cents).orElse(-1L);
  }

  @Test
  void anOrderIsFoundInEachMode() throws Exception {
    MovingOrders orders = moving(ALL, Crash.NEVER);
    assertThat(cents(orders)).isEqualTo(100);
    orders.to(Mode.BOTH);
    assertThat(cents(orders)).as("not copied yet").isEqualTo(100);
    assertThat(orders.add(7, 5)).isTrue();
    assertThat(cents(orders)).as("the new database is asked first").isEqualTo(105);
    orders.insert(new Purchase(8, 1, 1, 1));
    orders.backfill();
    orders.to(Mode.NEW);
    assertThat(cents(orders)).as("the backfill kept the newer row").isEqualTo(105);
    assertThat(orders.find(8)).isPresent();
    assertThat(orders.add(9, 1)).as("there is none").isFalse();
  }

  @Test
  void withoutADualReadAnOrderIsMissed() throws Exception {
    MovingOrders orders = moving(new Care(true, false, true), Crash.NEVER);
    orders.to(Mode.BOTH);
    assertThat(orders.find(7)).isEmpty();
  }

  @Test
  void aBackfillThatOverwritesLosesAChange() throws Exception {
    MovingOrders orders = moving(new Care(true, true, false), Crash.NEVER);
    orders.to(Mode.BOTH);
    orders.add(7, 5);
    orders.backfill();
    assertThat(cents(orders)).isEqualTo(100);
  }

  /** It chose the old database, and goes on when the row is copied, or when it was waited for. */
  @Test
  void theMoveWaitsForAClientThatStandsStill() throws Exception {
    assertThat(centsAfterAClientStoodStill(true)).isEqualTo(105);
    assertThat(centsAfterAClientStoodStill(false)).as("nobody waited").isEqualTo(100);
  }

  private long centsAfterAClientStoodStill(boolean waits) throws Exception {
    Purchase.put(old.dataSource(), "REPLACE", List.of(ORDER));
    CountDownLatch stands = new CountDownLatch(1);
    CountDownLatch copied = new CountDownLatch(1);
    Crash still = Crash.when("chosen", () -> stand(stands, copied, waits));
    MovingOrders orders = moving(new Care(waits, true, true), still);
    ExecutorService client = Tasks.executor();
    try {
      Future<Boolean> late = client.submit(() -> orders.add(7, 5));
      stands.await();
      orders.to(Mode.BOTH);
      orders.backfill();
      copied.countDown();
      late.get();
      return cents(orders);
    } finally {
      client.shutdownNow();
    }
  }

  private static void stand(CountDownLatch stands, CountDownLatch copied, boolean waitedFor) {
    stands.countDown();
    try {
      copied.await(waitedFor ? 200 : 10_000, TimeUnit.MILLISECONDS); // as a slow client takes
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package scalebook.partitioning.stage.vertical;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import scalebook.engines.process.Tasks;
import scalebook.lab.load.Load;
import scalebook.partitioning.vertical.MovingOrders;
import scalebook.partitioning.vertical.MovingOrders.Care;
import scalebook.partitioning.vertical.MovingOrders.Mode;
import scalebook.partitioning.vertical.Purchase;

/** Orders move to a database of their own under four clients; one of them stands still at first. */
public final class MigrationTrial {
  private static final int CLIENTS = 4;
  private static final int SLOW = 1; // the order that the slow client changes
  private static final int MOST_NEW = 100_000;
  private static final int BETWEEN = 40; // calls between two chunks
  private static final long STILL_MILLIS = 800;
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final int rows;
  private final MovingOrders table;
  private final AtomicLongArray expected;
  private final AtomicInteger fresh;
  private final AtomicInteger missed = new AtomicInteger();
  private final CountDownLatch standsStill = new CountDownLatch(1);
  private final CountDownLatch copied = new CountDownLatch(1);
  private final ThreadLocal<Boolean> slow = ThreadLocal.withInitial(() -> false);
  private Load load;

  /** Reads that found nothing, increments and orders that the new database lacks. */
  public record Outcome(long calls, int missed, long lost) {}

  /** {@code rows} orders with the ids from 1 on are in the old database. */
  public MigrationTrial(DataSource old, DataSource next, int rows, Care care) {
    this.rows = rows;
    this.fresh = new AtomicInteger(rows);
    this.expected = new AtomicLongArray(rows + MOST_NEW);
    this.table = new MovingOrders(old, next, care, this::at);
  }

  private void at(String place) {
    if (place.equals("chosen") && slow.get()) {
      standsStill.countDown();
      await(copied, STILL_MILLIS); // or goes on before, when nobody waits for it
    } else if (place.equals("after-chunk")) {
      copied.countDown();
      goOn(BETWEEN);
    }
  }

  private static void await(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void goOn(int calls) {
    long until = load.ledger().acknowledgedCount() + calls;
    long end = System.nanoTime() + BOUND_NANOS;
    while (load.ledger().acknowledgedCount() < until && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
  }

  public Outcome run() throws Exception {
    table.create();
    ExecutorService one = Tasks.executor();
    try (Load clients = Load.closed(CLIENTS, MOST_NEW, this::call)) {
      load = clients;
      goOn(BETWEEN);
      Future<?> late = one.submit(this::slowly);
      await(standsStill, TimeUnit.NANOSECONDS.toMillis(BOUND_NANOS));
      table.to(Mode.BOTH);
      table.backfill();
      late.get();
      table.to(Mode.NEW);
      goOn(BETWEEN);
      if (clients.stop().failedCount() > 0) {
        throw new IllegalStateException("calls failed: " + clients.ledger());
      }
      return new Outcome(clients.ledger().acknowledgedCount(), missed.get(), lost());
    } finally {
      one.shutdownNow();
    }
  }

  private Void slowly() throws Exception {
    slow.set(true);
    add(SLOW);
    return null;
  }

  /** Of eight, three read, four add and one inserts. */
  private void call(long number) throws Exception {
    int id = 1 + ThreadLocalRandom.current().nextInt(rows);
    switch ((int) (number % 8)) {
      case 0, 1, 2 -> missed.addAndGet(table.find(id).isPresent() ? 0 : 1);
      case 3 -> {
        int next = fresh.incrementAndGet();
        table.insert(order(next));
        expected.set(next, -1);
      }
      default -> add(id);
    }
  }

  private void add(int id) throws Exception {
    missed.addAndGet(table.add(id, 1) ? 0 : 1);
    expected.incrementAndGet(id);
  }

  private long lost() throws Exception {
    long lost = 0;
    for (int id = 1; id <= fresh.get(); id++) {
      long cents =
          table.find(id).map(order -> order.cents() - order(order.id()).cents()).orElse(-1L);
      lost += id > rows ? cents == 0 ? 0 : 1 : Math.abs(expected.get(id) - cents);
    }
    return lost;
  }

  /** The order of that id as it is at first. */
  static Purchase order(long id) {
    Random random = new Random(id);
    return new Purchase(id, 1 + random.nextInt(ShopTrial.CUSTOMERS), 1, 100 + random.nextInt(900));
  }
}

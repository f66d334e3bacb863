package scalebook.transactions.stage;

import java.time.Duration;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;

/** How many orders a second some callers get through, with one database at a distance. */
public final class Throughput {
  private static final int CUSTOMERS = 40;
  private static final long MOST_STILL_MILLIS = 80;

  private final ShopDatabases databases;
  private final int callers;
  private final int millis;
  private long next = 1;

  /** {@code millis}: the length of one measurement. */
  public Throughput(ShopDatabases databases, int callers, int millis) {
    this.databases = databases;
    this.callers = callers;
    this.millis = millis;
  }

  /** One measurement. */
  public record Rate(double perSecond, double p50Millis, double p99Millis) {
    public void tell(Story.Table table, String way) {
      table.row(way, perSecond, p50Millis, p99Millis);
    }
  }

  /** Orders of a number of different items; {@code delay} milliseconds each way to one database. */
  public Rate measure(Story story, Orders orders, int items, int delay) throws Exception {
    return Standstill.without(story, MOST_STILL_MILLIS, () -> measure(orders, items, delay));
  }

  private Rate measure(Orders orders, int items, int delay) throws Exception {
    Buyers buyers = new Buyers(CUSTOMERS, items, 0);
    long first = next;
    databases.wire(Part.SHIPMENT).delay(Duration.ofMillis(delay));
    try (Load load = Load.closed(callers, Long.MAX_VALUE, n -> place(orders, buyers, first + n))) {
      Thread.sleep(millis); // the length of the measurement
      Ledger ledger = load.stop();
      double rate = ledger.acknowledgedCount() / load.seconds();
      next += ledger.sentCount() + callers;
      return new Rate(rate, ledger.millisAt(50), ledger.millisAt(99));
    } finally {
      databases.wire(Part.SHIPMENT).heal();
    }
  }

  private static void place(Orders orders, Buyers buyers, long id) throws Exception {
    if (!orders.place(buyers.order(id))) {
      throw new IllegalStateException("refused");
    }
  }
}

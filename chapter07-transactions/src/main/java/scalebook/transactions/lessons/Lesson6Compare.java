package scalebook.transactions.lessons;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.Endpoints;
import scalebook.lab.Lesson;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.transactions.saga.Orchestrator;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Invariant;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;
import scalebook.transactions.twophase.DecisionLog;
import scalebook.transactions.twophase.TwoPhaseOrders;

/**
 * What a promise costs: two-phase commit holds its locks until the slowest database has answered; a
 * saga holds none between its steps.
 *
 * <pre>./book compare --callers 8</pre>
 */
@Command(
    name = "compare",
    description = "two-phase commit beside a saga: one hot item, a slow database")
public final class Lesson6Compare extends Lesson {
  private static final long MOST_STILL_MILLIS = 80;

  @Option(names = "--callers", description = "buyers at the same time (default: ${DEFAULT-VALUE})")
  private int callers = 8;

  @Option(names = "--millis", description = "for each measurement (default: 500, quick 400)")
  private int millis;

  private final Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
  private final Map<String, Double> perSecond = new LinkedHashMap<>();
  private long next = 1;

  @Override
  protected void tell(Story story) throws Exception {
    millis = millis > 0 ? millis : either(500, 400);
    List<Integer> delays = quick ? List.of(0, 20) : List.of(0, 10, 20);
    int slowest = delays.get(delays.size() - 1);
    story.question(
        "%d buyers want one hot item, and one database is far away. What do the locks cost?",
        callers);
    try (ShopDatabases databases = ShopDatabases.open(lab(), ShopDatabases.Goods.PLENTY)) {
      Story.Table table = story.table("way, delay each way", "orders/s", "p50 ms", "p99 ms");
      for (boolean saga : List.of(false, true)) {
        try (Orders orders = open(databases, saga)) {
          for (int items : List.of(20, 1)) {
            for (int delay : delays) {
              String way = way(saga, items);
              Rate rate =
                  Standstill.without(
                      story, MOST_STILL_MILLIS, () -> measure(databases, orders, items, delay));
              perSecond.put(way + delay, rate.perSecond);
              series
                  .computeIfAbsent(way, unused -> new ArrayList<>())
                  .add(new Entry.Point(delay, rate.perSecond));
              table.row(
                  way + ", " + delay + " ms",
                  rate.perSecond,
                  rate.ledger.millisAt(50),
                  rate.ledger.millisAt(99));
            }
          }
        }
      }
      Invariant.Finding finding = databases.invariant().check();
      story.chart("throughput", "delay of one database, ms", "orders per second", series);
      double spread = ratio(way(false, 20), slowest);
      double hot = ratio(way(false, 1), slowest);
      double sagaHot = ratio(way(true, 1), slowest);
      story.figure("keptTwoPhaseSpread", spread);
      story.figure("keptTwoPhaseHot", hot);
      story.figure("keptSagaHot", sagaHot);
      double advantage =
          perSecond.get(way(true, 1) + slowest) / perSecond.get(way(false, 1) + slowest);
      story.figure("sagaOverTwoPhaseHot", advantage);
      story.event(
          "far away",
          "of their own throughput keep: 2pc %.0f %%, 2pc on a hot item %.0f %%, saga on it %.0f %%",
          100 * spread,
          100 * hot,
          100 * sagaHot);
      story.claim(
          "far away and hot: two-phase commit keeps a smaller share of its throughput than a saga",
          hot < sagaHot);
      story.claim("where the locks are long, a saga serves at least twice as many", advantage >= 2);
      story.claim("and both keep the books", finding.holds());
    }
  }

  private static String way(boolean saga, int items) {
    return (saga ? "saga" : "2pc") + (items == 1 ? ", one hot item" : ", many items");
  }

  private double ratio(String way, int delay) {
    return perSecond.get(way + delay) / perSecond.get(way + 0);
  }

  private Orders open(ShopDatabases databases, boolean saga) throws Exception {
    Endpoints endpoints = databases.endpoints();
    if (saga) {
      return new SagaOrders(endpoints, new Orchestrator.Limits(10_000, 4, 40, 50), Crash.NEVER);
    }
    DecisionLog log =
        DecisionLog.open(
            Files.createTempDirectory(lab().workspace().folder("compare"), "log").resolve("log"));
    return new TwoPhaseOrders(Invariant.COORDINATOR, endpoints, log, Crash.NEVER);
  }

  private record Rate(double perSecond, Ledger ledger) {}

  private Rate measure(ShopDatabases databases, Orders orders, int items, int delay)
      throws Exception {
    Buyers buyers = new Buyers(40, items, 0);
    long first = next;
    databases.wire(Part.SHIPMENT).delay(Duration.ofMillis(delay));
    try (Load load =
        Load.closed(
            callers,
            Long.MAX_VALUE,
            number -> {
              if (!orders.place(buyers.order(first + number))) {
                throw new IllegalStateException("refused");
              }
            })) {
      Thread.sleep(millis); // the length of the measurement
      Ledger ledger = load.stop();
      double rate = ledger.acknowledgedCount() / load.seconds();
      next += ledger.sentCount() + callers;
      return new Rate(rate, ledger);
    } finally {
      databases.wire(Part.SHIPMENT).heal();
    }
  }

  public static void main(String[] args) {
    run(new Lesson6Compare(), args);
  }
}

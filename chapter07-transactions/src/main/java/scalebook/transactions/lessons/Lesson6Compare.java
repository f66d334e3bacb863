package scalebook.transactions.lessons;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.saga.Orchestrator;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;
import scalebook.transactions.stage.Throughput;
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
@Without(
    name = "local-commits",
    what = "a saga releases its locks after each step, and keeps none to its end",
    falls = Lesson6Compare.ADVANTAGE)
@Idea(
    value = {TwoPhaseOrders.class, SagaOrders.class},
    test = "stage.CrashMatrixTest")
public final class Lesson6Compare extends Lesson {
  static final String ADVANTAGE = "with a far database, a saga serves at least twice the orders";
  private static final int MANY = 20;

  @Option(names = "--callers", description = "buyers at the same time (default: ${DEFAULT-VALUE})")
  private int callers = 8;

  @Option(names = "--millis", description = "for each measurement (default: ${DEFAULT-VALUE})")
  private Size millis = size(500, 400);

  private final Map<String, List<Entry.Point>> series = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    List<Integer> delays = quick ? List.of(0, 20) : List.of(0, 10, 20);
    story.question(
        "%d buyers want one hot item, one database is far away: what do locks cost?", callers);
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      Throughput throughput = new Throughput(databases, callers, millis.get());
      Story.Table table = story.table("way, delay to shipment", "orders/s", "p50 ms", "p99 ms");
      for (boolean saga : List.of(false, true)) {
        try (Orders orders = open(databases, saga)) {
          for (int items : List.of(MANY, 1)) {
            for (int delay : delays) {
              Throughput.Rate rate = throughput.measure(story, orders, items, delay);
              series
                  .computeIfAbsent(way(saga, items), unused -> new ArrayList<>())
                  .add(new Entry.Point(delay, rate.perSecond()));
              rate.tell(table, way(saga, items) + ", " + delay + " ms");
            }
          }
        }
      }
      story.chart("throughput", "delay to shipment, each way, ms", "orders per second", series);
      compare(story);
    }
  }

  private void compare(Story story) {
    double more = slowest(way(true, 1)) / slowest(way(false, 1));
    story.note(
        "throughput left at 20 ms: 2pc %.0f %%, 2pc on the hot item %.0f %%, saga on it %.0f %%",
        100 * story.figure("keptTwoPhaseSpread", kept(way(false, MANY))),
        100 * story.figure("keptTwoPhaseHot", kept(way(false, 1))),
        100 * story.figure("keptSagaHot", kept(way(true, 1))));
    story.control(
        "with a far database, two-phase commit serves fewer on a hot item",
        slowest(way(false, MANY)) > 2 * slowest(way(false, 1)));
    story.claim(ADVANTAGE, story.figure("sagaOverTwoPhaseHot", more) >= 2);
  }

  private static String way(boolean saga, int items) {
    return (saga ? "saga" : "2pc") + (items == 1 ? ", one hot item" : ", many items");
  }

  private double slowest(String way) {
    List<Entry.Point> points = series.get(way);
    return points.get(points.size() - 1).y();
  }

  private double kept(String way) {
    return slowest(way) / series.get(way).get(0).y();
  }

  private Orders open(ShopDatabases databases, boolean saga) throws Exception {
    if (saga) {
      Orchestrator.Limits patient = new Orchestrator.Limits(10_000, 4, 40, 50);
      SagaOrders.Settings settings =
          new SagaOrders.Settings(
              patient, LocalStep.Memory.TOMBSTONES, true, true, with("local-commits"));
      return new SagaOrders(databases.endpoints(), settings, Progress.UNWATCHED);
    }
    return new Faults(lab(), databases, Protocol.TWO_PHASE).orders(Progress.UNWATCHED);
  }

  public static void main(String[] args) {
    run(new Lesson6Compare(), args);
  }
}

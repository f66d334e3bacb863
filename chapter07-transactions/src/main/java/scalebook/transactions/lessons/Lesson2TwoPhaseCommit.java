package scalebook.transactions.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Narrator;
import scalebook.transactions.stage.Placed;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;
import scalebook.transactions.twophase.Coordinator;
import scalebook.transactions.twophase.DecisionLog;
import scalebook.transactions.twophase.Recovery;
import scalebook.transactions.twophase.TwoPhaseOrders;

/**
 * First all prepare, then one decides, then all commit: two-phase commit over three databases.
 *
 * <p>The coordinator's decision, forced to its log, is the moment at which the order exists. Before
 * it every database can refuse; after it none can.
 *
 * <pre>./book two-phase-commit</pre>
 */
@Command(
    name = "two-phase-commit",
    description = "XA over three databases, a coordinator and its log: all or none")
@Idea(
    value = {Coordinator.class, DecisionLog.class},
    method = "Coordinator.commit",
    test = "twophase.CoordinatorTest")
@Without(
    name = "prepare",
    what = "all databases prepare before one commits",
    falls = {Lesson2TwoPhaseCommit.REFUSAL, Lesson2TwoPhaseCommit.CRASH})
public final class Lesson2TwoPhaseCommit extends Lesson {
  static final String REFUSAL = "a refusal by one database leaves nothing in the others";
  static final String CRASH = "after a crash all databases commit, or none";
  private static final int ORDERS = 70;

  /** Before the decision, and after it; both are reached with and without a prepare. */
  private static final List<String> PLACES = List.of("before-prepare#5", "after-a-commit#5");

  private final Map<String, Double> bars = new LinkedHashMap<>();
  private ShopDatabases databases;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("How does an order reach all three databases, or none of them?");
    try (ShopDatabases opened = ShopDatabases.open(lab())) {
      databases = opened;
      twoOrders(story);
      Story.Table table = story.table("70 orders, shipment refuses 10", "refused", "half orders");
      Placed naive = place(table, "one database at a time", Protocol.NAIVE);
      Placed all = place(table, "two-phase commit", Protocol.TWO_PHASE);
      databases.fill();
      Aftermath.Toll toll = Aftermath.tell(story, faults(Protocol.TWO_PHASE).halts(PLACES));
      bars.put("two-phase commit, crashes", (double) toll.violations());
      story.bars("Orders left half done", "how orders are placed", "orders", bars);
      story.control(
          "without a protocol each refusal leaves half an order", naive.half() == ORDERS / 7);
      story.claim(REFUSAL, all.refused() == ORDERS / 7 && all.finding().holds());
      story.claim(CRASH, toll.none());
    }
  }

  private Faults faults(Protocol protocol) throws Exception {
    TwoPhaseOrders.Settings settings =
        new TwoPhaseOrders.Settings(with("prepare"), true, Recovery.Ends.OWN);
    return new Faults(lab(), databases, protocol, Protocol.Settings.of(settings));
  }

  private Placed place(Story.Table table, String how, Protocol protocol) throws Exception {
    try (Orders orders = faults(protocol).orders(Progress.UNWATCHED)) {
      Placed placed = Placed.of(databases, orders, Buyers.ORDINARY, ORDERS);
      table.row(how, placed.refused(), placed.half());
      bars.put(how, (double) placed.half());
      return placed;
    }
  }

  /** One order after the other, with what is said to whom. */
  private void twoOrders(Story story) throws Exception {
    Story.Table table = story.table("one order", "prepared", "decided", "committed", "answer");
    Narrator narrator = new Narrator(story);
    try (Orders orders = faults(Protocol.TWO_PHASE).orders(narrator::twoPhaseCommit)) {
      for (Buyers buyers : List.of(Buyers.SENSIBLE, Buyers.ORDINARY)) {
        boolean placed = orders.place(buyers.order(7));
        table.row(
            placed ? "every database agrees" : "shipment has no truck for it",
            narrator.count("after-a-prepare"),
            narrator.count("after-decision"),
            narrator.count("after-a-commit"),
            placed ? "placed" : "refused");
        narrator.forget();
        databases.fill();
      }
    }
  }

  public static void main(String[] args) {
    run(new Lesson2TwoPhaseCommit(), args);
  }
}

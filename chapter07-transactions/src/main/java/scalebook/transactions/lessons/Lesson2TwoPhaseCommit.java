package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Invariant;
import scalebook.transactions.stage.Narrator;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;
import scalebook.transactions.twophase.Coordinator;
import scalebook.transactions.twophase.DecisionLog;

/**
 * First all promise, then one decides, then all do it: two-phase commit over three databases.
 *
 * <p>The coordinator's decision, forced to its log, is the moment at which the order exists. Before
 * it everybody can say no; after it nobody can.
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
public final class Lesson2TwoPhaseCommit extends Lesson {
  private static final int ORDERS = 70;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Three databases, and an order is in all of them or in none. Who decides?");
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      step(story, databases);
      story.step("%d orders, one in seven is refused by the last database", ORDERS);
      int placed = 0;
      try (Orders orders = open(databases, Progress.UNWATCHED)) {
        for (long id = 1_000; id < 1_000 + ORDERS; id++) {
          placed += orders.place(Buyers.ORDINARY.order(id)) ? 1 : 0;
        }
      }
      int refused = ORDERS - placed;
      Invariant.Finding finding = databases.invariant().check();
      story.event("invariant", "%d placed, %d refused: %s", placed, refused, finding);
      story.claim(
          "a no in one database leaves nothing in the others",
          refused == ORDERS / 7 && finding.orders().size() == placed + 1 && finding.holds());

      story.step("the shop's process dies under four buyers");
      Faults faults = new Faults(lab(), databases, Protocol.TWO_PHASE);
      Aftermath.Toll toll =
          Aftermath.tell(story, faults.halts(List.of("after-prepare#5", "after-decision#5")));
      story.claim("a crash before the decision, and after it: all or none", toll.none());
    }
  }

  private Orders open(ShopDatabases databases, Progress progress) throws Exception {
    return new Faults(lab(), databases, Protocol.TWO_PHASE).orders(progress);
  }

  /** One order after the other, with what is said to whom. */
  private void step(Story story, ShopDatabases databases) throws Exception {
    story.step("two orders, step by step; no truck carries the second");
    try (Orders orders = open(databases, Narrator.ofTwoPhaseCommit(story))) {
      for (Buyers buyers : List.of(Buyers.SENSIBLE, Buyers.ORDINARY)) {
        boolean placed = orders.place(buyers.order(buyers.tooLarge() + 7));
        if (!placed) {
          story.message("shipment", "coordinator", "no truck carries that");
        }
        story.event("buyer", placed ? "placed" : "refused, and nothing is left");
      }
    }
  }

  public static void main(String[] args) {
    run(new Lesson2TwoPhaseCommit(), args);
  }
}

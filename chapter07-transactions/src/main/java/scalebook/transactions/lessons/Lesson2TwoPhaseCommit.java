package scalebook.transactions.lessons;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import scalebook.lab.Lesson;
import scalebook.lab.fault.Crash;
import scalebook.lab.story.Story;
import scalebook.transactions.service.Faults;
import scalebook.transactions.service.Protocol;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Invariant;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.ShopDatabases;
import scalebook.transactions.twophase.DecisionLog;
import scalebook.transactions.twophase.TwoPhaseOrders;

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
public final class Lesson2TwoPhaseCommit extends Lesson {
  private static final int ORDERS = 70;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Three databases, and an order is in all of them or in none. Who decides?");
    try (ShopDatabases databases = ShopDatabases.open(lab(), ShopDatabases.Goods.PLENTY)) {
      step(story, databases);
      story.step("%d orders, one in seven is refused by the last database", ORDERS);
      Path log = lab().workspace().folder("lesson").resolve("log");
      int placed = 0;
      int refused = 0;
      try (TwoPhaseOrders orders = open(databases, log, Crash.NEVER)) {
        for (long id = 1_000; id < 1_000 + ORDERS; id++) {
          boolean yes = orders.place(Buyers.ORDINARY.order(id));
          placed += yes ? 1 : 0;
          refused += yes ? 0 : 1;
        }
      }
      Invariant.Finding finding = databases.invariant().check();
      story.event("invariant", "%d placed, %d refused: %s", placed, refused, finding);
      long violations = finding.violations().size();
      story.claim(
          "a no in one database leaves nothing in the others",
          refused == ORDERS / 7 && finding.orders().size() == placed + 1 && finding.holds());

      story.step("the shop's process dies under four buyers");
      List<Faults.Outcome> outcomes =
          new Faults(lab(), databases, Protocol.TWO_PHASE)
              .halts(List.of("after-prepare#5", "after-decision#5"));
      violations += FaultTable.tell(story, outcomes);
      story.figure("violations", violations);
      story.claim(
          "a crash before the decision, and after it: all or none",
          violations == 0
              && FaultTable.allHappened(outcomes)
              && outcomes.stream().allMatch(Faults.Outcome::right));
    }
  }

  private static TwoPhaseOrders open(ShopDatabases databases, Path log, Crash crash)
      throws Exception {
    return new TwoPhaseOrders(
        Invariant.COORDINATOR, databases.endpoints(), DecisionLog.open(log), crash);
  }

  /** One order after the other, with what is said to whom. */
  private void step(Story story, ShopDatabases databases) throws Exception {
    story.step("two orders, step by step; no truck carries the second");
    Path log = lab().workspace().folder("lesson").resolve("first");
    Crash narrator = place -> narrate(story, place);
    try (TwoPhaseOrders orders = open(databases, log, narrator)) {
      for (Buyers buyers : List.of(Buyers.SENSIBLE, Buyers.ORDINARY)) {
        boolean placed = orders.place(buyers.order(buyers.tooLarge() + 7));
        if (!placed) {
          story.message("shipment", "coordinator", "no truck carries that");
        }
        story.event("buyer", placed ? "placed" : "refused, and nothing is left");
      }
    }
  }

  private static void narrate(Story story, String place) {
    List<String> databases = Stream.of(Part.values()).map(Part::database).toList();
    switch (place) {
      case "after-work" ->
          story.event("coordinator", "all three have done their work, and hold it");
      case "before-prepare" -> databases.forEach(db -> story.message("coordinator", db, "prepare"));
      case "after-prepare" ->
          databases.forEach(db -> story.message(db, "coordinator", "I promise"));
      case "after-decision" -> {
        story.event("coordinator", "decision on disk: the order exists");
        databases.forEach(db -> story.message("coordinator", db, "commit"));
      }
      case "after-commit" -> story.event("coordinator", "all have done it: forgotten");
      default -> {}
    }
  }

  public static void main(String[] args) {
    run(new Lesson2TwoPhaseCommit(), args);
  }
}

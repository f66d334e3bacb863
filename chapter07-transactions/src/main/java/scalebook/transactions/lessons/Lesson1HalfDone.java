package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import scalebook.engines.Endpoints;
import scalebook.lab.Lesson;
import scalebook.lab.fault.Crash;
import scalebook.lab.story.Story;
import scalebook.transactions.service.Faults;
import scalebook.transactions.service.Protocol;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Invariant;
import scalebook.transactions.shop.NaiveOrders;
import scalebook.transactions.shop.ShopDatabases;

/**
 * Three databases, three transactions, one after the other: what is true when something comes
 * between?
 *
 * <p>Each database keeps its promise, all or nothing. Nobody promised anything for the three
 * together.
 *
 * <pre>./book half-done</pre>
 */
@Command(name = "half-done", description = "an order touches three databases, and stops halfway")
public final class Lesson1HalfDone extends Lesson {
  private static final int ORDERS = 30;
  private static final List<String> PLACES = List.of("after-orders#9", "after-inventory#9");

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is three transactions in three databases. What can be left of it?");
    try (ShopDatabases databases = ShopDatabases.open(lab(), ShopDatabases.Goods.PLENTY)) {
      story.step("%d orders, and nothing goes wrong", ORDERS);
      Invariant.Finding fine = place(databases, Buyers.SENSIBLE);
      story.event("invariant", "%s", fine);
      story.claim("as long as nothing goes wrong, nothing is wrong", fine.holds());

      story.step("%d more, and one in seven is refused by the last database", ORDERS);
      databases.fill(ShopDatabases.Goods.PLENTY);
      Invariant.Finding refused = place(databases, Buyers.ORDINARY);
      story.event("invariant", "%s", refused);
      story.figure("violationsByRefusal", refused.violations().size());
      story.claim("a no in the last database leaves the first two done", !refused.holds());

      story.step("orders as at first, and the shop's process dies under them");
      databases.fill(ShopDatabases.Goods.PLENTY);
      Faults faults = new Faults(lab(), databases, Protocol.NAIVE).withoutRefusals();
      List<Faults.Outcome> outcomes = faults.halts(quick ? PLACES.subList(1, 2) : PLACES);
      long violations = FaultTable.tell(story, outcomes);
      story.figure("violations", violations);
      story.claim(
          "a crash between two databases leaves half an order, and nobody who would mend it",
          violations > 0 && FaultTable.allHappened(outcomes));
    }
  }

  private static Invariant.Finding place(ShopDatabases databases, Buyers buyers) throws Exception {
    Endpoints endpoints = databases.endpoints();
    try (NaiveOrders orders = new NaiveOrders(endpoints, Crash.NEVER)) {
      for (long id = 1; id <= ORDERS; id++) {
        orders.place(buyers.order(id));
      }
    }
    return databases.invariant().check();
  }

  public static void main(String[] args) {
    run(new Lesson1HalfDone(), args);
  }
}

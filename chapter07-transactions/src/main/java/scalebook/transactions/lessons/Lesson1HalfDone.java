package scalebook.transactions.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.NaiveOrders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Invariant;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;

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
@Idea(value = NaiveOrders.class, method = "NaiveOrders.place", test = "stage.InvariantTest")
public final class Lesson1HalfDone extends Lesson {
  private static final int ORDERS = 30;
  private static final List<String> PLACES = List.of("after-orders#9", "after-inventory#9");

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is three transactions in three databases. What can be left of it?");
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      story.step("%d orders, and nothing goes wrong", ORDERS);
      Invariant.Finding fine = place(databases, Buyers.SENSIBLE);
      story.event("invariant", "%s", fine);
      story.claim("as long as nothing goes wrong, nothing is wrong", fine.holds());

      story.step("%d more, and one in seven is refused by the last database", ORDERS);
      databases.fill();
      Invariant.Finding refused = place(databases, Buyers.ORDINARY);
      story.event("invariant", "%s", refused);
      story.figure("violationsByRefusal", refused.violations().size());
      story.claim("a no in the last database leaves the first two done", !refused.holds());

      story.step("orders as at first, and the shop's process dies under them");
      databases.fill();
      Faults faults = new Faults(lab(), databases, Protocol.NAIVE).with(Buyers.SENSIBLE);
      Aftermath.Toll toll =
          Aftermath.tell(story, faults.halts(quick ? PLACES.subList(1, 2) : PLACES));
      story.claim(
          "a crash between two databases leaves half an order, and nobody who would mend it",
          toll.allHappened() && toll.violations() > 0);
    }
  }

  private static Invariant.Finding place(ShopDatabases databases, Buyers buyers) throws Exception {
    try (NaiveOrders orders = new NaiveOrders(databases.endpoints(), Progress.UNWATCHED)) {
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

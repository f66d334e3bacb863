package scalebook.transactions.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.transactions.shop.NaiveOrders;
import scalebook.transactions.shop.Progress;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Placed;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;

/**
 * Three databases, three transactions, one after the other: what is left when something fails
 * between them?
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

  private final Map<String, Double> bars = new LinkedHashMap<>();

  @Override
  protected void tell(Story story) throws Exception {
    story.question("An order is three transactions in three databases. What can be left of it?");
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      Story.Table table = story.table("30 orders, and what fails", "refused", "half orders");
      int fine = row(table, "nothing", place(databases, Buyers.SENSIBLE));
      Placed refused = place(databases, Buyers.ORDINARY);
      row(table, "shipment refuses 1 in 7", refused);
      story.figure("violationsByRefusal", refused.half());
      boolean allHalf = true;
      for (String place : quick ? PLACES.subList(1, 2) : PLACES) {
        databases.fill();
        Faults faults = new Faults(lab(), databases, Protocol.NAIVE).with(Buyers.SENSIBLE);
        Aftermath.Toll toll = Aftermath.Toll.of(faults.halts(List.of(place)));
        String what = "shop dies " + place.replaceFirst("#.*", "").replace('-', ' ');
        table.row(what, 0, toll.violations()).figure("violations", toll.violations());
        bars.put(what, (double) toll.violations());
        allHalf &= toll.allHappened() && toll.violations() > 0;
      }
      story.bars("Orders left half done, without a protocol", "what fails", "orders", bars);
      story.control("without failures the invariant holds", fine == 0);
      story.control(
          "a refusal by the last database leaves the first two committed",
          refused.refused() > 0 && refused.half() == refused.refused());
      story.control("a crash between two databases leaves half an order", allHalf);
    }
  }

  private int row(Story.Table table, String what, Placed placed) {
    table.row(what, placed.refused(), placed.half());
    bars.put(what, (double) placed.half());
    return placed.half();
  }

  private static Placed place(ShopDatabases databases, Buyers buyers) throws Exception {
    try (NaiveOrders orders = new NaiveOrders(databases.endpoints(), Progress.UNWATCHED)) {
      return Placed.of(databases, orders, buyers, ORDERS);
    }
  }

  public static void main(String[] args) {
    run(new Lesson1HalfDone(), args);
  }
}

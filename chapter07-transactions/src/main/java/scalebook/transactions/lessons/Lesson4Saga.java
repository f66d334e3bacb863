package scalebook.transactions.lessons;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import scalebook.engines.Endpoints;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.saga.Orchestrator;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.service.Faults;
import scalebook.transactions.service.Protocol;
import scalebook.transactions.shop.Buyers;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Part;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.shop.ShopDatabases;

/**
 * No lock is held over two databases: each step is a local transaction with a compensation, and an
 * orchestrator that writes down what it is about to do.
 *
 * <pre>./book saga</pre>
 */
@Command(
    name = "saga",
    description = "steps and compensations, an orchestrator that dies at each of them")
public final class Lesson4Saga extends Lesson {
  private static final List<String> PLACES =
      List.of(
          "after-pay#5",
          "after-intent#5",
          "after-reserve#5",
          "after-ship#5",
          "before-undo-ship",
          "after-undo-reserve");

  private static final List<String> FEW = List.of("after-reserve#5", "after-undo-reserve");

  @Override
  protected void tell(Story story) throws Exception {
    story.question("Without a lock over all databases: how does an order end well, or not at all?");
    try (ShopDatabases databases = ShopDatabases.open(lab(), ShopDatabases.Goods.PLENTY)) {
      twoOrders(story, databases);
      tooLateAction(story, databases);

      story.step("the orchestrator dies at every step, then a database does");
      Faults faults = new Faults(lab(), databases, Protocol.SAGA);
      List<String> places = quick ? FEW : PLACES;
      List<Faults.Outcome> outcomes = new ArrayList<>(faults.halts(places));
      outcomes.addAll(faults.strikes(FEW, Faults.Kind.KILL));
      long violations = FaultTable.tell(story, outcomes);
      story.figure("crashPoints", outcomes.size());
      story.figure("violations", violations);
      story.claim(
          "every saga ends: completed, or compensated as if it had never been",
          FaultTable.allHappened(outcomes) && violations == 0);
    }
  }

  private void twoOrders(Story story, ShopDatabases databases) throws Exception {
    story.step("two orders, step by step; no truck carries the second");
    try (SagaOrders orders =
        new SagaOrders(
            databases.endpoints(),
            Orchestrator.Limits.DEFAULT,
            place -> {
              if (place.startsWith("after-") && !place.equals("after-intent")) {
                story.event(
                    "orchestrator", place.substring(6).replace("undo-", "undo ") + ": done");
              }
            })) {
      boolean first = orders.place(Buyers.SENSIBLE.order(1));
      story.event("buyer", "%s", first ? "placed" : "refused");
      boolean second = orders.place(Buyers.ORDINARY.order(7));
      story.event("buyer", "%s", second ? "placed" : "refused");
      story.claim(
          "a refusal in the third step undoes the two before it",
          first && !second && databases.invariant().check().holds());
    }
  }

  /** ② The network lost the first call, we gave up and compensated, and then it arrives. */
  private static void tooLateAction(Story story, ShopDatabases databases) throws Exception {
    story.step("a compensation that arrives before its action");
    Endpoints endpoints = databases.endpoints();
    Order order = Buyers.SENSIBLE.order(900_001);
    try (var pool = ShopDatabases.pool(endpoints, Part.INVENTORY, 2)) {
      LocalStep reserve = new LocalStep("reserve", pool, Part.INVENTORY::act, Part.INVENTORY::undo);
      reserve.compensate(order);
      story.event("inventory", "undo 900001: nothing there yet, a tombstone is set");
      boolean refused = refuses(reserve, order);
      reserve.compensate(order); // and once more, nobody knows why
      story.event("inventory", "reserve 900001: %s", refused ? "refused" : "done");
      story.claim(
          "what was undone before it was done is never done",
          refused && databases.invariant().check().holds());
    }
  }

  private static boolean refuses(LocalStep step, Order order) throws SQLException {
    try {
      step.act(order);
      return false;
    } catch (Refused tombstone) {
      return true;
    }
  }

  public static void main(String[] args) {
    run(new Lesson4Saga(), args);
  }
}

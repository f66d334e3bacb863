package scalebook.transactions.lessons;

import picocli.CommandLine.Command;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.story.Story;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.saga.Orchestrator;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.saga.Step;
import scalebook.transactions.shop.Order;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.shop.Pools;
import scalebook.transactions.shop.Refused;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Narrator;
import scalebook.transactions.stage.Places;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;

/**
 * No lock is held over two databases: each step is a local transaction with a compensation, and an
 * orchestrator that writes down what it is about to do.
 *
 * <pre>./book saga</pre>
 */
@Command(
    name = "saga",
    description = "steps and compensations, an orchestrator that dies at each of them")
@Idea(
    value = {Orchestrator.class, LocalStep.class},
    method = "Orchestrator.forward",
    test = "saga.OrchestratorTest")
public final class Lesson4Saga extends Lesson {
  @Override
  protected void tell(Story story) throws Exception {
    story.question("Without a lock over all databases: how does an order end well, or not at all?");
    try (ShopDatabases databases = ShopDatabases.open(lab())) {
      twoOrders(story, databases);
      tooLateAction(story, databases);

      story.step("the orchestrator dies at every step, then a database does");
      Faults faults = new Faults(lab(), databases, Protocol.SAGA);
      Places places = Places.OF_A_SAGA;
      Aftermath.Toll toll =
          Aftermath.tell(story, faults.haltsAndKills(places.halts(quick), places.few()));
      story.claim(
          "every saga ends: completed, or compensated as if it had never been", toll.none());
    }
  }

  private void twoOrders(Story story, ShopDatabases databases) throws Exception {
    story.step("two orders, step by step; no truck carries the second");
    try (Orders orders =
        new Faults(lab(), databases, Protocol.SAGA).orders(Narrator.ofSaga(story))) {
      boolean first = place(story, orders, Buyers.SENSIBLE.order(1));
      boolean second = place(story, orders, Buyers.ORDINARY.order(7));
      story.claim(
          "a refusal in the third step undoes the two before it",
          first && !second && databases.invariant().check().holds());
    }
  }

  private static boolean place(Story story, Orders orders, Order order) throws Exception {
    boolean placed = orders.place(order);
    story.event("buyer", placed ? "placed" : "refused");
    return placed;
  }

  /** ② The network lost the first call, we gave up and compensated, and then it arrives. */
  private static void tooLateAction(Story story, ShopDatabases databases) throws Exception {
    story.step("a compensation that arrives before its action");
    Order order = Buyers.SENSIBLE.order(900_001);
    try (Pools pools = new Pools(databases.endpoints(), part -> 1)) {
      Step reserve = SagaOrders.steps(pools).get(1);
      reserve.compensate(order);
      story.event("inventory", "undo 900001: nothing there yet, a tombstone is set");
      boolean refused = false;
      try {
        reserve.act(order);
      } catch (Refused tombstone) {
        refused = true;
      }
      reserve.compensate(order); // and once more, nobody knows why
      story.event("inventory", "reserve 900001: %s", refused ? "refused" : "done");
      story.claim(
          "what was undone before it was done is never done",
          refused && databases.invariant().check().holds());
    }
  }

  public static void main(String[] args) {
    run(new Lesson4Saga(), args);
  }
}

package scalebook.transactions.lessons;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Without;
import scalebook.lab.story.Story;
import scalebook.transactions.saga.LocalStep;
import scalebook.transactions.saga.Orchestrator;
import scalebook.transactions.saga.SagaOrders;
import scalebook.transactions.shop.Orders;
import scalebook.transactions.stage.Aftermath;
import scalebook.transactions.stage.Buyers;
import scalebook.transactions.stage.Faults;
import scalebook.transactions.stage.Narrator;
import scalebook.transactions.stage.Places;
import scalebook.transactions.stage.Protocol;
import scalebook.transactions.stage.ShopDatabases;
import scalebook.transactions.stage.StepCalls;

/**
 * No lock is held over two databases: each step is a local transaction with a compensation, and an
 * orchestrator writes down what it is about to do.
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
@Without(
    name = "compensation",
    what = "each step has a transaction that undoes it",
    falls = {Lesson4Saga.UNDONE, Lesson4Saga.ENDS})
@Without(
    name = "tombstone",
    what = "a compensation without an action leaves a record that it was here",
    falls = Lesson4Saga.LATE)
@Without(
    name = "record",
    what = "a record beside the effect, in the same transaction: this step was done",
    falls = {Lesson4Saga.ONCE, Lesson4Saga.LATE, Lesson4Saga.ENDS})
@Without(
    name = "resumer",
    what = "an orchestrator goes on with the sagas of a dead one",
    falls = Lesson4Saga.ENDS)
public final class Lesson4Saga extends Lesson {
  static final String UNDONE = "a refusal in the third step undoes the two before it";
  static final String LATE = "an action that arrives after its compensation has no effect";
  static final String ONCE = "an action that arrives twice has its effect once";
  static final String ENDS = "every saga ends: all steps done, or all compensated";

  private final Map<String, Double> bars = new LinkedHashMap<>();
  private ShopDatabases databases;

  @Override
  protected void tell(Story story) throws Exception {
    story.question("A saga holds no lock over all databases. Does each order end whole or undone?");
    try (ShopDatabases opened = ShopDatabases.open(lab())) {
      databases = opened;
      boolean undone = twoOrders(story);
      StepCalls calls = new StepCalls(databases, settings());
      long late = calls.actionAfterCompensation();
      story.note("reserve arrives after its undo: %d reservations", late);
      long twice = calls.actionTwice();
      story.note("reserve arrives twice: %d reservations", twice);
      databases.fill();
      Faults faults = faults();
      Places places = Places.OF_A_SAGA;
      Aftermath.Toll toll =
          Aftermath.tell(story, faults.haltsAndKills(places.halts(quick), places.few()));
      bars.put("an action after its compensation", (double) late);
      bars.put("an action twice", (double) twice - 1);
      bars.put("crashes", (double) toll.violations());
      story.bars("Orders left half done", "what happens", "orders", bars);
      story.claim(UNDONE, undone);
      story.claim(LATE, late == 0);
      story.claim(ONCE, twice == 1);
      story.claim(ENDS, toll.none());
    }
  }

  private SagaOrders.Settings settings() {
    LocalStep.Memory memory =
        !with("record")
            ? LocalStep.Memory.NONE
            : with("tombstone") ? LocalStep.Memory.TOMBSTONES : LocalStep.Memory.EFFECTS;
    return new SagaOrders.Settings(
        Orchestrator.Limits.DEFAULT, memory, with("compensation"), with("resumer"), true);
  }

  private Faults faults() throws Exception {
    return new Faults(lab(), databases, Protocol.SAGA, Protocol.Settings.of(settings()));
  }

  private boolean twoOrders(Story story) throws Exception {
    Narrator narrator = new Narrator(story);
    boolean[] placed = new boolean[2];
    try (Orders orders = faults().orders(narrator::saga)) {
      for (int i = 0; i < 2; i++) {
        placed[i] = orders.place((i == 0 ? Buyers.SENSIBLE : Buyers.ORDINARY).order(1 + 6 * i));
        story.note("order %s: %s", placed[i] ? "placed" : "refused", narrator.told());
        narrator.forget();
      }
    }
    int half = databases.invariant().check().violations().size();
    bars.put("a refusal", (double) half);
    return placed[0] && !placed[1] && half == 0;
  }

  public static void main(String[] args) {
    run(new Lesson4Saga(), args);
  }
}

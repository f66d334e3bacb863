package scalebook.partitioning.lessons;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.stage.Audit;
import scalebook.partitioning.stage.Clients;
import scalebook.partitioning.stage.MoverProcess;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Slots;

/**
 * A fifth shard comes while eight clients read and write. Who notices?
 *
 * <p>Copy, bring along what changed meanwhile, fence the slots for a moment, compare, and let the
 * map decide. The mover is killed at one step after the other, and another one goes on where it
 * was.
 *
 * <pre>./book resharding --orders 20000</pre>
 */
@Command(
    name = "resharding",
    description = "a fifth shard comes under load, and the mover is killed at every step")
@Idea(value = Mover.class, test = "resharding.ReshardingTest")
public final class Lesson6Resharding extends Lesson {
  private static final int CLIENTS = 8;
  private static final int BEFORE = 4;

  /** ① In the order in which they come; each kills one mover. */
  private static final String PLACES =
      "before-planned after-chunk after-fence after-release before-decision after-switched"
          + " after-deleting";

  @Option(names = "--orders", description = "orders to begin with (default: ${DEFAULT-VALUE})")
  private Size orders = size(6_000, 2_000);

  @Override
  protected void tell(Story story) throws Exception {
    story.question(
        "%,d orders move to a new shard under %d clients. Who notices?", orders.get(), CLIENTS);
    List<Order> there = OrderStore.orders(orders.get());
    Audit audit = new Audit();
    try (OrderStore store = OrderStore.create(lab(), BEFORE + 2, BEFORE)) {
      store.fill(there);
      try (Clients clients = new Clients(store, audit, there, CLIENTS)) {
        goesWell(story, store, clients);
        isKilled(story, store);
        verdict(story, clients, clients.stop(), audit.check(store.places()));
      }
    }
  }

  private static void goesWell(Story story, OrderStore store, Clients clients) throws Exception {
    story.step("from %d shards to %d, and nothing goes wrong", BEFORE, BEFORE + 1);
    Mover mover = new Mover(store.places(), Crash.NEVER);
    MovePlan plan = MovePlan.add(store.map(), BEFORE + 1);
    mover.plan(plan);
    try (Standstill machine = Standstill.start()) {
      mover.run();
      double pause = story.figure("writePauseP99Millis", clients.writePauseP99Millis());
      long still = machine.longestMillis();
      long met = clients.pausedWrites();
      String took = "%d writes met a moving slot, 99 %% of them took less than %.0f ms";
      story.event("clients", took, met, pause);
      story.event("machine", "stood still for %d ms at most", still);
      double moved = story.figure("movedSlots", plan.slots());
      story.claim("a fifth of the slots move, and no more", moved == Slots.COUNT / (BEFORE + 1));
      story.claim(
          "a write that meets a moving slot waits for less than half a second",
          met > 0 && pause <= 500 + still); // ② the machine's own pause is not the mover's
    }
  }

  private void isKilled(Story story, OrderStore store) throws Exception {
    List<String> places = List.of((quick ? "after-fence before-decision" : PLACES).split(" "));
    int shards = BEFORE + 1;
    int kills = places.size();
    story.step("from %d to %d, and the mover is killed %d times", shards, shards + 1, kills);
    new Mover(store.places(), Crash.NEVER).plan(MovePlan.add(store.map(), shards + 1));
    int deaths = 0;
    for (String place : places) {
      MoverProcess.Ending end = MoverProcess.run(lab(), store, place);
      story.event("mover", "%s %s", end, place.replace('-', ' '));
      deaths += end.died() ? 1 : 0;
    }
    MoverProcess.Ending last = MoverProcess.run(lab(), store, MoverProcess.NEVER);
    story.event("mover", "%s", last);
    boolean died = story.figure("moverDeaths", deaths) == kills;
    story.claim("where one mover dies the next goes on", last.finished() && died);
  }

  private static void verdict(Story story, Clients clients, Ledger ledger, Audit.Finding finding) {
    String met = "%,d calls, %d met an old map or a moving slot";
    story.event("clients", met, ledger.sentCount(), clients.refused());
    ledger.reasons().forEach((reason, times) -> story.event("clients", "%d × %s", times, reason));
    double errors = story.figure("clientErrors", ledger.failedCount());
    story.claim("no client got an error", errors == 0 && clients.refused() > 0);
    story.claim(
        "no read missed what was acknowledged before it",
        story.figure("wrongReads", clients.wrongReads()) == 0);
    story.claim("nothing was lost", story.figure("lost", finding.lost()) == 0);
    story.claim(
        "nothing is there twice, or where it does not belong",
        story.figure("duplicated", finding.duplicated() + finding.stray()) == 0);
  }

  public static void main(String[] args) {
    run(new Lesson6Resharding(), args);
  }
}

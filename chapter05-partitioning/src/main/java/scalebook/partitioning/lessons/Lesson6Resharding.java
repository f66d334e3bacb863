package scalebook.partitioning.lessons;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.lab.Lesson;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Standstill;
import scalebook.lab.story.Story;
import scalebook.partitioning.Audit;
import scalebook.partitioning.Clients;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.resharding.MoverProcess;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.OrderStore;
import scalebook.partitioning.store.ShardMap;
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
public final class Lesson6Resharding extends Lesson {
  private static final int CLIENTS = 8;
  private static final int BEFORE = 4;
  private static final long MOVER_SECONDS = 40;
  private static final double MOST_PAUSE_MILLIS = 500;

  /** ① In the order in which they come; each kills one mover. */
  private static final List<String> PLACES =
      List.of(
          "before-planned",
          "after-chunk",
          "after-fence",
          "after-release",
          "before-decision",
          "after-switched",
          "after-deleting");

  @Option(names = "--orders", description = "orders to begin with (default: 6000, quick 2000)")
  private int orders;

  private OrderStore store;
  private Audit audit;

  @Override
  protected void tell(Story story) throws Exception {
    orders = orders > 0 ? orders : either(6_000, 2_000);
    List<String> places = quick ? List.of("after-fence", "before-decision") : PLACES;
    story.question(
        "%,d orders move to a new shard under %d clients. Who notices?", orders, CLIENTS);
    try (OrderStore opened = OrderStore.create(lab(), BEFORE + 2, BEFORE)) {
      store = opened;
      audit = new Audit();
      List<Order> there = OrderStore.orders(orders);
      store.fill(there);
      try (Clients clients = Clients.start(store, audit, there, CLIENTS)) {
        story.step("from %d shards to %d, and nothing goes wrong", BEFORE, BEFORE + 1);
        int moved = plan(BEFORE + 1);
        double pause;
        long still;
        try (Standstill machine = Standstill.start()) {
          new Mover(store.places(), Crash.NEVER).run();
          pause = clients.writePauseP99Millis();
          still = machine.longestMillis();
        }
        story.event(
            "clients",
            "%d writes met a moving slot, 99 %% of them took less than %.0f ms",
            clients.pausedWrites(),
            pause);
        story.event("machine", "stood still for %d ms at most", still);
        story.figure("writePauseP99Millis", pause);
        story.figure("movedSlots", moved);
        story.claim("a fifth of the slots move, and no more", moved == Slots.COUNT / (BEFORE + 1));
        story.claim(
            "a write that meets a moving slot waits for less than half a second",
            pause <= MOST_PAUSE_MILLIS + still); // ② the machine's own pause is not the mover's

        story.step(
            "from %d to %d, and the mover is killed %d times",
            BEFORE + 1, BEFORE + 2, places.size());
        plan(BEFORE + 2);
        Path log = lab().workspace().folder("resharding").resolve("mover.log");
        int deaths = 0;
        for (String place : places) {
          deaths += mover(story, store.file(), log, place) ? 0 : 1;
        }
        boolean finished = mover(story, store.file(), log, "never");
        story.figure("moverDeaths", deaths);
        story.claim("where one mover dies the next goes on", finished && deaths == places.size());
        verdict(story, clients, clients.stop());
      }
    }
  }

  /** How many slots are to move. */
  private int plan(int shards) throws Exception {
    ShardMap map = store.places().directory().newest();
    List<MovePlan.Move> plan = MovePlan.add(map, shards);
    new Mover(store.places(), Crash.NEVER).plan(plan);
    return plan.stream().mapToInt(move -> move.slots().size()).sum();
  }

  private void verdict(Story story, Clients clients, Ledger ledger) throws Exception {
    Audit.Finding finding = audit.check(store.places());
    story.event(
        "clients",
        "%,d calls, %d met an old map or a moving slot",
        ledger.sentCount(),
        clients.refused());
    ledger.reasons().forEach((reason, times) -> story.event("clients", "%d × %s", times, reason));
    story.figure("lost", finding.lost());
    story.figure("duplicated", finding.duplicated() + finding.stray());
    story.figure("clientErrors", ledger.failedCount());
    story.figure("wrongReads", clients.wrongReads());
    story.claim("no client got an error", ledger.failedCount() == 0 && clients.refused() > 0);
    story.claim("no read missed what was acknowledged before it", clients.wrongReads() == 0);
    story.claim("nothing was lost", finding.lost() == 0);
    story.claim(
        "nothing is there twice, or where it does not belong",
        finding.duplicated() + finding.stray() == 0);
  }

  /** True when it finished, false when it died. */
  private static boolean mover(Story story, Path places, Path log, String dieAt) throws Exception {
    CompletableFuture<Boolean> mover = MoverProcess.start(places, log, dieAt);
    boolean finished = mover.get(MOVER_SECONDS, TimeUnit.SECONDS);
    story.event("mover", "%s", finished ? "finished" : "died " + dieAt.replace('-', ' '));
    return finished;
  }

  public static void main(String[] args) {
    run(new Lesson6Resharding(), args);
  }
}

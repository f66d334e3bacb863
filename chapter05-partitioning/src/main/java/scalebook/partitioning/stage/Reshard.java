package scalebook.partitioning.stage;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import scalebook.engines.Sql;
import scalebook.lab.Lab;
import scalebook.lab.Own;
import scalebook.lab.fault.Crash;
import scalebook.lab.story.Story;
import scalebook.partitioning.resharding.Differs;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;
import scalebook.partitioning.resharding.Safeguard;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.ShardMap;

/** Moves under clients: one that a single mover makes, and one that needs many of them. */
public final class Reshard {
  private final Story story;
  private final Story.Table table;
  private final OrderStore store;
  private final Clients clients;
  private final List<Order> there;
  private final Set<Safeguard> safeguards;
  private final Own own;
  private boolean ended = true;
  private int lateErrors;
  private long calls;
  private long refused;

  public Reshard(
      Story story,
      OrderStore store,
      Clients clients,
      List<Order> there,
      Set<Safeguard> safeguards,
      Own own) {
    this.own = own;
    this.story = story;
    this.store = store;
    this.clients = clients;
    this.there = there;
    this.safeguards = safeguards;
    this.table =
        story.table("to how many shards", "slots moved", "movers", "calls", "refused", "p99 ms");
  }

  /** Somebody damages a row of the copy, in a column that nobody reads: is the map changed? */
  public static boolean switchesToADamagedCopy(OrderStore store, int to, Set<Safeguard> safeguards)
      throws SQLException {
    ShardMap before = store.map();
    List<Integer> slots = before.slotsOf(0).subList(0, 1);
    Mover mover =
        new Mover(store.places(), Crash.when("before-fenced", () -> damage(store, to)), safeguards);
    mover.plan(MovePlan.of(before, new MovePlan.Move(0, to, slots)));
    runs(mover);
    return store.map().epoch() > before.epoch();
  }

  private static void damage(OrderStore store, int shard) {
    String sql = "UPDATE orders SET customer = customer + 1 LIMIT 1";
    try {
      Sql.with(store.shards().get(shard).database(), c -> Sql.change(c, sql));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** To its end, or back to the beginning. */
  private static boolean runs(Mover mover) throws SQLException {
    try {
      mover.run();
      return true;
    } catch (Differs e) {
      mover.rollBack();
      return false;
    }
  }

  /** Clients with the old map call at the worst moments of the first move. */
  public void withOneMover(int shards) throws Exception {
    MovePlan plan = OwnPlan.add(own, store.map(), shards);
    try (LateClients late = new LateClients(clients, plan.moves().get(0), there)) {
      Mover mover = new Mover(store.places(), late.atTheWorstMoments(), safeguards);
      mover.plan(plan);
      ended &= runs(mover);
      lateErrors += late.errors();
      double all = story.figure("rowsBrought", mover.brought());
      double waited = story.figure("rowsUnderFence", mover.broughtUnderFence());
      story.bars(
          "rows copied from 4 shards to the fifth",
          "when",
          "rows",
          new TreeMap<>(Map.of("while writes go on", all - waited, "while writers wait", waited)));
    }
    story.figure("movedSlots", plan.slots());
    story.figure("writePauseP99Millis", row(shards, plan, 1));
  }

  /**
   * Each dies at one of these places, and one only stands still, and wakes up when all is over;
   * whether that one was refused.
   */
  public boolean withManyMovers(Lab lab, int shards, List<String> deaths) throws Exception {
    MovePlan plan = OwnPlan.add(own, store.map(), shards);
    Set<Safeguard> some =
        Safeguard.which(name -> !name.equals("term") || safeguards.contains(Safeguard.TERM));
    int died = 0;
    try (LateClients late = new LateClients(clients, plan.moves().get(0), there);
        SleepingMover sleeper = new SleepingMover(store.places(), plan, "after-chunk", some)) {
      story.event("mover", "stands still after a chunk");
      for (String place : deaths) {
        MoverProcess.Ending end = MoverProcess.run(lab, store, place);
        story.event("mover", "%s %s", end, place.replace('-', ' '));
        died += end.died() ? 1 : 0;
      }
      ended &= MoverProcess.run(lab, store, MoverProcess.NEVER).finished();
      ended &= story.figure("moverDeaths", died) == deaths.size();
      boolean refused = sleeper.wakesUpAndIsRefused();
      late.readWhatAnotherHasWritten();
      lateErrors += late.errors();
      row(shards, plan, deaths.size() + 2);
      return refused;
    }
  }

  private double row(int shards, MovePlan plan, int movers) {
    double pause = clients.writePauseP99Millis();
    long sent = clients.ledger().sentCount();
    long met = clients.refused();
    table.row(shards + " shards", plan.slots(), movers, sent - calls, met - refused, pause);
    calls = sent;
    refused = met;
    clients.forgetPauses();
    return pause;
  }

  /** Whether both moves came to their ends. */
  public boolean ended() {
    return ended;
  }

  /** Of the clients that came at the worst moments. */
  public int lateErrors() {
    return lateErrors;
  }
}

package scalebook.partitioning.stage;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import scalebook.engines.process.Child;
import scalebook.lab.Lab;
import scalebook.lab.fault.Crash;
import scalebook.partitioning.resharding.MovePlan;
import scalebook.partitioning.resharding.Mover;

/** Movers as processes of their own, some of which die, hang, or sleep at a place. */
final class Movers implements AutoCloseable {
  private static final long END_SECONDS = 15;

  private final Lab lab;
  private final OrderStore store;
  private final boolean replaceable;
  private volatile Child last;
  private final Queue<Child> all = new ConcurrentLinkedQueue<>();

  /**
   * @param replaceable whether a mover is refused when another one has replaced it
   */
  Movers(Lab lab, OrderStore store, boolean replaceable) {
    this.lab = lab;
    this.store = store;
    this.replaceable = replaceable;
  }

  /** Process ids of those that live. */
  List<Long> alive() {
    return all.stream().filter(Child::alive).map(Child::pid).toList();
  }

  /**
   * Plans a move, unless one is unfinished, and lets a mover begin, or go on, until it sleeps or
   * ends.
   *
   * @param how {@code die} or {@code sleep}
   */
  String move(int source, int target, int slots, String how, String place)
      throws SQLException, InterruptedException {
    Mover planner = new Mover(store.places(), Crash.NEVER);
    if (!planner.unfinished()) {
      List<Integer> has = store.map().slotsOf(source);
      List<Integer> some = has.subList(0, Math.min(slots, has.size()));
      if (some.isEmpty() || source == target) {
        return "nothing to move";
      }
      planner.plan(MovePlan.of(store.map(), new MovePlan.Move(source, target, some)));
    }
    CountDownLatch there = new CountDownLatch(1);
    Child child = start(Map.of(how, place), line -> there.countDown());
    child.exit().thenRun(there::countDown);
    boolean came = there.await(END_SECONDS, TimeUnit.SECONDS);
    return !came ? "goes on" : child.alive() ? "sleeps at " + place : "is over";
  }

  private Child start(Map<String, String> places, Consumer<String> onLine) {
    Child child =
        MoverProcess.start(
            lab,
            new MoverProcess.Settings(
                store.file().toString(),
                places.getOrDefault("die", MoverProcess.NEVER),
                places.getOrDefault("sleep", MoverProcess.NEVER),
                replaceable),
            onLine);
    all.add(child);
    last = child;
    return child;
  }

  /** Another one goes on with what there is, to its end. */
  String succeed() throws Exception {
    Child child = start(Map.of(), line -> {});
    try {
      int status = child.exit().get(END_SECONDS, TimeUnit.SECONDS);
      return status == 0 ? "finished" : "ended with " + status + ": " + child.logTail(2);
    } catch (TimeoutException hangs) {
      return "goes on";
    }
  }

  String kill() {
    if (last != null) {
      last.kill();
    }
    return "the youngest mover is dead";
  }

  String pause() {
    all.stream().filter(Child::alive).forEach(Child::pause);
    return "all movers hang";
  }

  String resume() {
    all.stream().filter(Child::alive).forEach(Child::resume);
    return "they go on";
  }

  String wake() {
    all.stream().filter(Child::alive).forEach(child -> child.send("wake"));
    return "they are awake";
  }

  @Override
  public void close() {
    all.forEach(Child::close);
  }
}

package scalebook.cloning.stage.elastic;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.scaling.Autoscaler;
import scalebook.cloning.scaling.Changes;
import scalebook.cloning.scaling.Scaler;
import scalebook.cloning.stage.Clones;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.Monitor;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.supervisor.Settings;
import scalebook.lab.story.Story;

/** Clones under a load that steps up and down, an autoscaler over them, and its faults. */
public final class Elastic implements AutoCloseable {
  private static final int THREADS = 20;
  private static final int TICK_MILLIS = 50;
  private static final int NORMAL = 105; // requests a second
  private static final int STEP = 105;
  private static final int WAVES = 21;
  public static final int BLIND_TICKS = 32; // longer than a cool-down
  private static final int MOST_TICKS = 80;

  private final Story story;
  private final String way;
  private final Cluster cluster;
  private final Supplier<Scaler> scalers;
  private final Clones clones;
  private final Crowd crowd;
  private final int atFirst;
  private Scaler scaler;
  private Monitor monitor;
  private Autoscaler autoscaler;

  /**
   * What became of the clones at each step, and of all requests.
   *
   * @param blind while the monitor was dead
   * @param restarted at the first decision of another scaler
   * @param unanswered requests that failed without a monitor
   */
  public record Seen(
      Changes up, Changes blind, Changes restarted, Changes down, long failed, long unanswered) {
    /** Clones that left, at whatever moment. */
    public int stopped() {
      return up.stopped() + blind.stopped() + restarted.stopped() + down.stopped();
    }

    public int reversals() {
      return Math.max(up.reversals(), down.reversals());
    }

    public Story.Row row(Story.Table table, String way, Object blind, Object restarted) {
      int changes = up.count() + down.count();
      return table.row(way, changes, reversals(), up.most(), down.last(), failed, blind, restarted);
    }

    /** A picture beside the naive way. */
    public void tell(Story story, Seen naive) {
      story.bars(
          "Reversals at one step",
          "way",
          "reversals",
          Map.of(
              "one threshold", (double) naive.reversals(),
              "target tracking", (double) reversals()));
    }
  }

  /** A row for each way to scale. */
  public static Story.Table table(Story story) {
    return story.table(
        "steps; clones stopped",
        "changes",
        "reversals",
        "most clones",
        "at the end",
        "failed",
        "no monitor",
        "new scaler");
  }

  /** A retry would hide what a clone loses that leaves, so there is none. */
  public static Cluster.Setup setup(int clones, Settings workers) {
    return Cluster.Setup.of(DemoApp.alone().threads(THREADS), clones)
        .settings(workers)
        .front(Front.Setup.defaults().limits(Limits.defaults().attempts(1)));
  }

  public Elastic(Story story, String way, Cluster cluster, Supplier<Scaler> scalers)
      throws Exception {
    this.story = story;
    this.way = way;
    this.cluster = cluster;
    cluster.balancer().rotation().policy(Policy.Kind.LEAST_CONNECTIONS.create());
    this.scalers = scalers;
    clones = new Clones(cluster.supervisor());
    atFirst = clones.clones();
    crowd = new Crowd(cluster.port(), NORMAL);
    monitor = Monitor.of(cluster);
    scaler = scalers.get();
    autoscaler = Autoscaler.takingUp(() -> monitor.latest(), scaler, clones);
    await(() -> monitor.latest().isPresent());
  }

  /** Twice the load until the direction has changed so often, and what it was before. */
  public Seen until(int reversals) throws Exception {
    crowd.stepUp(STEP, WAVES);
    Changes up = new Changes(clones.clones());
    for (int i = 0; i < MOST_TICKS && up.reversals() < reversals; i++) {
      decide(up);
    }
    Changes nothing = new Changes(up.last());
    return down(up, nothing, nothing, 0);
  }

  /** The same, and in between the monitor dies, then the scaler. */
  public Seen run(int ticks, boolean takesUp, int floor) throws Exception {
    crowd.stepUp(STEP, WAVES);
    Changes up = decide(ticks);
    long before = crowd.failed();
    Changes blind = withoutMonitor();
    long unanswered = crowd.failed() - before;
    return down(up, blind, restarted(takesUp, floor), unanswered);
  }

  private Seen down(Changes up, Changes blind, Changes restarted, long unanswered)
      throws Exception {
    crowd.stepDown();
    Changes down = new Changes(clones.clones());
    for (int i = 0; i < MOST_TICKS && down.last() > atFirst; i++) {
      decide(down);
    }
    return new Seen(up, blind, restarted, down, crowd.failed(), unanswered);
  }

  /** The monitor dies; these decisions are made while its last reading is too old. */
  private Changes withoutMonitor() throws Exception {
    monitor.close();
    story.event("monitor", "dead");
    await(() -> scaler.isBlind(now(), monitor.latest()));
    Changes changes = decide(BLIND_TICKS);
    monitor = Monitor.of(cluster);
    await(() -> monitor.latest().isPresent());
    return changes;
  }

  /** The scaler dies, and another one makes its first decision. */
  private Changes restarted(boolean takesUp, int floor) throws Exception {
    scaler = scalers.get();
    story.event("scaler", "dead; a new one begins");
    autoscaler =
        takesUp
            ? Autoscaler.takingUp(() -> monitor.latest(), scaler, clones)
            : Autoscaler.startingWith(floor, () -> monitor.latest(), scaler, clones);
    return decide(1);
  }

  private Changes decide(int ticks) throws Exception {
    Changes changes = new Changes(clones.clones());
    for (int i = 0; i < ticks; i++) {
      decide(changes);
    }
    return changes;
  }

  private void decide(Changes changes) throws Exception {
    Thread.sleep(TICK_MILLIS); // the time between two decisions
    int before = changes.last();
    changes.add(autoscaler.tick(now()));
    if (changes.last() != before) {
      story.event(way, "%d clones, now %d", before, changes.last());
    }
  }

  private static long now() {
    return System.nanoTime() / 1_000_000;
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(5))
        .until(condition);
  }

  /** Ends the load and the monitor; the clones stay. */
  @Override
  public void close() {
    monitor.close();
    crowd.close();
  }
}

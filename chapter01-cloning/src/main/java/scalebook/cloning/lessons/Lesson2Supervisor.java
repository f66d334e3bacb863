package scalebook.cloning.lessons;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.client.Callers;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.Program;
import scalebook.cloning.supervisor.Backoff;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/**
 * Workers are killed under load: who notices?
 *
 * <p>A supervisor starts them again, a warm spare takes the place at once, and of two balancers
 * before them one asks another clone what the dead one did not answer. A worker that can't live is
 * given up after a few tries, and its siblings never notice.
 *
 * <pre>./book supervisor --kills 10</pre>
 */
@Command(name = "supervisor", description = "workers are killed under load: who notices?")
public final class Lesson2Supervisor extends Lesson {
  private static final int CALLERS = 6;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int BOUND_SECONDS = 20;
  private static final int CRASH_LIMIT = 3;
  private static final String PATH = "/wait?millis=8";

  /** Shorter than in real life, so that a crash loop ends while somebody watches. */
  private static final Settings QUICK_TO_RETRY =
      Settings.defaults()
          .backoff(new Backoff(20, 200), CRASH_LIMIT)
          .healthyAfter(0); // who served was healthy: our kills are no crash loop

  @Option(names = "--kills", description = "workers to kill in each part (default: 4, quick 1)")
  private int kills;

  private int workers;

  @Override
  protected void tell(Story story) throws Exception {
    workers = either(4, 2);
    kills = kills > 0 ? kills : either(4, 1);
    story.question("What do clients see of %d kill -9 under load?", kills);
    Cluster.Setup setup =
        Cluster.Setup.of(Program.of(DemoApp.class).with(workers + 1, "crash"), workers)
            .settings(QUICK_TO_RETRY)
            .beside("naive", naive -> naive.limits(Limits.defaults().attempts(1)));
    Part restart;
    CrashLoop crashLoop;
    Part spare;
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers naive = new Callers(cluster.front("naive").port(), TIMEOUT_MILLIS);
        Callers asking = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      story.step("workers are started again; one of two balancers asks another clone meanwhile");
      restart = killUnderLoad(story, cluster, naive, asking, 0);
      story.step("one more slot, with a program that cannot start");
      crashLoop = crashLoop(cluster, asking);
      story.step("a warm spare takes the place");
      Supervisor.await(cluster.supervisor().spares(1), BOUND_SECONDS);
      spare = killUnderLoad(story, cluster, naive, asking, 1);
    }
    Story.Table table = story.table("set-up", "requests", "failed", "whole ms");
    restart.rows(table, "restart");
    spare.rows(table, "warm spare");

    story.figure("naiveFailed", restart.naive.failedCount());
    story.figure("requests", restart.asked.sentCount() + spare.asked.sentCount());
    story.figure("failed", restart.asked.failedCount() + spare.asked.failedCount());
    story.figure("forkMillis", restart.wholeMillis);
    story.figure("respawnMillis", spare.wholeMillis);
    story.claim(
        "restarting alone loses what the dead worker was answering",
        restart.naive.failedCount() > 0);
    story.claim("asked again elsewhere, no idempotent request fails", story.figure("failed") == 0);
    story.claim(
        "a warm spare takes the place, and nobody waits for a fork",
        spare.bySpares == kills && restart.bySpares == 0);
    story.claim(
        "a crash loop ends after %d starts".formatted(CRASH_LIMIT),
        crashLoop.starts == CRASH_LIMIT);
    story.claim("its siblings never noticed", crashLoop.alone);
  }

  /** How often a worker was started that dies at once, and whether its siblings served on. */
  private record CrashLoop(int starts, boolean alone) {}

  /** What two kinds of clients saw, and how long it took until all served again (the median). */
  private record Part(Ledger naive, Ledger asked, long wholeMillis, int bySpares) {
    void rows(Story.Table table, String setUp) {
      table.row(setUp + ", asked once", naive.sentCount(), naive.failedCount(), wholeMillis);
      table.row(setUp + ", asked again", asked.sentCount(), asked.failedCount(), wholeMillis);
    }
  }

  private Part killUnderLoad(
      Story story, Cluster cluster, Callers naiveCallers, Callers callers, int spares)
      throws Exception {
    List<Long> whole = new ArrayList<>();
    int bySpares = 0;
    try (Load naive = Load.closed(CALLERS, Long.MAX_VALUE, number -> naiveCallers.get(PATH));
        Load load = Load.closed(CALLERS, Long.MAX_VALUE, number -> callers.get(PATH))) {
      for (int i = 0; i < kills; i++) {
        awaitRequests(naive, 20); // ① so that every kill meets requests under way
        awaitRequests(load, 20);
        awaitWarm(cluster, spares);
        long start = System.nanoTime();
        int slot = i % workers;
        story.message("story", awaitWhole(cluster).get(slot).worker(), "kill -9");
        Supervisor.await(cluster.supervisor().kill(1 + slot), 5);
        bySpares += awaitWhole(cluster).get(slot).worker().startsWith("spare-") ? 1 : 0;
        whole.add((System.nanoTime() - start) / 1_000_000);
      }
      return new Part(
          naive.stop(), load.stop(), whole.stream().sorted().toList().get(kills / 2), bySpares);
    }
  }

  private static void awaitRequests(Load load, long more) {
    long count = load.ledger().acknowledgedCount() + more;
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> load.ledger().acknowledgedCount() >= count);
  }

  private static void awaitWarm(Cluster cluster, int spares) {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(() -> Supervisor.await(cluster.supervisor().warmSpares(), 5) == spares);
  }

  /** Whole: every slot has a living worker. */
  private List<Supervisor.Status> awaitWhole(Cluster cluster) {
    return Awaitility.await()
        .pollInterval(Duration.ofMillis(1))
        .pollDelay(Duration.ZERO)
        .until(
            () -> Supervisor.await(cluster.supervisor().status(), 5),
            slots ->
                slots.stream().filter(slot -> slot.state().equals("serves")).count() == workers);
  }

  /** A slot whose worker cannot start, beside workers under load. */
  private CrashLoop crashLoop(Cluster cluster, Callers callers) throws Exception {
    List<Long> before = pids(awaitWhole(cluster));
    try (Load load = Load.closed(1, Long.MAX_VALUE, number -> callers.get(PATH))) {
      cluster.supervisor().scale(workers + 1);
      List<Supervisor.Status> slots =
          Awaitility.await()
              .atMost(Duration.ofSeconds(BOUND_SECONDS))
              .pollInterval(Duration.ofMillis(5))
              .until(
                  () -> Supervisor.await(cluster.supervisor().status(), 5),
                  now -> now.size() > workers && now.get(workers).state().equals("given up"));
      Supervisor.await(cluster.supervisor().scale(workers), BOUND_SECONDS);
      boolean alone = pids(slots).equals(before) && load.stop().failedCount() == 0;
      return new CrashLoop(slots.get(workers).restarts() + 1, alone);
    }
  }

  private List<Long> pids(List<Supervisor.Status> slots) {
    return slots.stream().limit(workers).map(Supervisor.Status::pid).toList();
  }

  public static void main(String[] args) {
    run(new Lesson2Supervisor(), args);
  }
}

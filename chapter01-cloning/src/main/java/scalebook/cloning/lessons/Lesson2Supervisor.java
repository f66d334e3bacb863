package scalebook.cloning.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.client.Callers;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.load.KillsUnderLoad;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.supervisor.Backoff;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
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
@Idea(
    value = {Supervisor.class, Backoff.class},
    method = "Supervisor.crashed",
    test = "supervisor.SupervisorTest")
public final class Lesson2Supervisor extends Lesson {
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int BOUND_SECONDS = 20;
  private static final int CRASH_LIMIT = 3;

  /** Shorter than in real life, so that a crash loop ends while somebody watches. */
  private static final Settings QUICK_TO_RETRY =
      Settings.defaults()
          .backoff(new Backoff(20, 200), CRASH_LIMIT)
          .healthyAfter(0); // who served was healthy: our kills are no crash loop

  @Option(
      names = "--kills",
      description = "workers to kill in each part (default: ${DEFAULT-VALUE})")
  private Size kills = size(4, 1);

  @Override
  protected void tell(Story story) throws Exception {
    int workers = either(4, 2);
    int times = kills.get();
    story.question("What do clients see of %d kill -9 under load?", times);
    DemoApp app = DemoApp.alone();
    Cluster.Setup setup =
        Cluster.Setup.of(slot -> slot > workers ? app.crashing() : app, workers)
            .settings(QUICK_TO_RETRY)
            .front("naive", Front.Setup.defaults().limits(Limits.defaults().attempts(1)));
    KillsUnderLoad.Seen restart;
    KillsUnderLoad.CrashLoop crashLoop;
    KillsUnderLoad.Seen spare;
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers naive = new Callers(cluster.front("naive").port(), TIMEOUT_MILLIS);
        Callers asking = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      KillsUnderLoad load = new KillsUnderLoad(story, cluster, naive, asking, workers);
      story.step("workers are started again; one of two balancers asks another clone meanwhile");
      restart = load.kill(times, 0);
      story.step("one more slot, with a program that cannot start");
      crashLoop = load.crashLoop();
      story.step("a warm spare takes the place");
      Supervisor.await(cluster.supervisor().spares(1), BOUND_SECONDS);
      spare = load.kill(times, 1);
    }
    judge(story, restart, crashLoop, spare);
  }

  private void judge(
      Story story,
      KillsUnderLoad.Seen restart,
      KillsUnderLoad.CrashLoop crashLoop,
      KillsUnderLoad.Seen spare) {
    Story.Table table = story.table("set-up", "requests", "failed", "whole ms");
    restart.rows(table, "restart");
    spare.rows(table, "warm spare");

    story.figure("naiveFailed", restart.naive().failedCount());
    story.figure("requests", restart.asked().sentCount() + spare.asked().sentCount());
    long failed = restart.asked().failedCount() + spare.asked().failedCount();
    story.figure("failed", failed);
    story.figure("forkMillis", restart.wholeMillis());
    story.figure("respawnMillis", spare.wholeMillis());
    story.claim(
        "restarting alone loses what the dead worker was answering",
        restart.naive().failedCount() > 0);
    story.claim("asked again elsewhere, no idempotent request fails", failed == 0);
    story.claim(
        "a warm spare takes the place, and nobody waits for a fork",
        spare.bySpares() == kills.get() && restart.bySpares() == 0);
    story.claim(
        "a crash loop ends after %d starts".formatted(CRASH_LIMIT),
        crashLoop.starts() == CRASH_LIMIT);
    story.claim("its siblings never noticed", crashLoop.alone());
  }

  public static void main(String[] args) {
    run(new Lesson2Supervisor(), args);
  }
}

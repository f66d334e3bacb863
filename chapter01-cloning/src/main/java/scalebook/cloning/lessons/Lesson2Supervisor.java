package scalebook.cloning.lessons;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.load.KillsUnderLoad;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.supervisor.Backoff;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.http.Callers;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * Workers are killed under load: who notices?
 *
 * <p>A supervisor starts them again, a warm spare takes the place at once, and of two balancers
 * before them one asks another clone what the dead one did not answer. A worker that can't live is
 * given up after a few tries; the other workers never notice.
 *
 * <pre>./book supervisor --kills 10</pre>
 */
@Command(name = "supervisor", description = "workers are killed under load: who notices?")
@Idea(
    value = {Supervisor.class, Backoff.class},
    method = "Supervisor.crashed",
    test = "supervisor.SupervisorTest")
@Without(name = "retry", what = "a second try at another clone", falls = Lesson2Supervisor.RETRIED)
@Without(name = "spare", what = "a warm spare beside the workers", falls = Lesson2Supervisor.SPARED)
@Without(
    name = "crash-limit",
    what = "giving a slot up after three crashes in a row",
    falls = Lesson2Supervisor.BOUNDED)
public final class Lesson2Supervisor extends Lesson {
  static final String RETRIED = "retried at another clone, no idempotent request fails";
  static final String SPARED = "a warm spare takes a dead worker's place without a fork";
  static final String BOUNDED = "a crash loop ends after 3 starts; other workers serve on";
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int BOUND_SECONDS = 20;
  private static final int CRASH_LIMIT = 3;

  /** Shorter than in real life, so that a crash loop ends while somebody watches. */
  private Settings quickToRetry() {
    return Settings.defaults()
        .backoff(new Backoff(20, 200), with("crash-limit") ? CRASH_LIMIT : Integer.MAX_VALUE)
        .healthyAfter(0); // who served was healthy: our kills are no crash loop
  }

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
            .settings(quickToRetry())
            .front(limits(with("retry") ? 3 : 1))
            .front("naive", limits(1));
    KillsUnderLoad.Seen restart;
    KillsUnderLoad.CrashLoop crashLoop;
    KillsUnderLoad.Seen spare;
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers naive = new Callers(cluster.front("naive").port(), TIMEOUT_MILLIS);
        Callers asking = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      KillsUnderLoad load = new KillsUnderLoad(story, cluster, naive, asking, workers);
      restart = load.kill(times, 0);
      story.event("story", "one more slot, with a program that cannot start");
      crashLoop = load.crashLoop();
      int spares = with("spare") ? 1 : 0;
      Supervisor.await(cluster.supervisor().spares(spares), BOUND_SECONDS);
      spare = load.kill(times, spares);
    }
    judge(story, restart, crashLoop, spare);
  }

  private static Front.Setup limits(int attempts) {
    return Front.Setup.defaults().limits(Limits.defaults().attempts(attempts));
  }

  private void judge(
      Story story,
      KillsUnderLoad.Seen restart,
      KillsUnderLoad.CrashLoop crashLoop,
      KillsUnderLoad.Seen spare) {
    Story.Table table = story.table("replacement", "requests", "failed", "ms until all are up");
    restart.rows(table, "restart");
    spare.rows(table, "warm spare");

    String text = "a worker that dies at every start: %d starts, %d other workers harmed";
    story.note(text, crashLoop.starts(), crashLoop.troubled());
    story.figure("naiveFailed", restart.naive().failedCount());
    story.figure("requests", restart.asked().sentCount() + spare.asked().sentCount());
    long failed = restart.asked().failedCount() + spare.asked().failedCount();
    story.figure("failed", failed);
    story.figure("forkMillis", restart.wholeMillis());
    story.figure("respawnMillis", spare.wholeMillis());
    story.control(
        "without a retry a kill fails the worker's open requests",
        restart.naive().failedCount() > 0);
    story.claim(RETRIED, failed == 0);
    story.claim(SPARED, spare.bySpares() == kills.get() && restart.bySpares() == 0);
    story.claim(BOUNDED, crashLoop.starts() == CRASH_LIMIT && crashLoop.troubled() == 0);
  }

  public static void main(String[] args) {
    run(new Lesson2Supervisor(), args);
  }
}

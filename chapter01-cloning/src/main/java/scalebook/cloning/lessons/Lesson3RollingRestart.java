package scalebook.cloning.lessons;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.http.Callers;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/**
 * A new version goes live while clients keep asking: how many requests does that cost?
 *
 * <p>Both ways replace one worker after the other, and nothing is asked twice. Killed where it
 * stands, a worker takes its open requests along. Drained first, it has none.
 *
 * <pre>./book rolling-restart --times 5</pre>
 */
@Command(
    name = "rolling-restart",
    description = "a new version goes live under load: how many requests does it cost?")
@Idea(
    value = {Balancer.class, Supervisor.class},
    method = "Balancer.drain",
    test = "balancer.BalancerTest")
@Without(
    name = "drain",
    what = "no new requests, then wait for the last answer, before the stop",
    falls = Lesson3RollingRestart.DRAINED)
public final class Lesson3RollingRestart extends Lesson {
  static final String DRAINED = "workers that are drained first lose no request";
  private static final int CALLERS = 6;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final long RESTART_SECONDS = 50;

  @Option(names = "--times", description = "restarts of all workers (default: ${DEFAULT-VALUE})")
  private Size times = size(2, 1);

  @Override
  protected void tell(Story story) throws Exception {
    int workers = either(4, 2);
    story.question(
        "How many requests do %d restarts of all %d workers cost under load?",
        times.get(), workers);
    Ledger naive = restart(story, workers, "naive", Supervisor::naiveRestart);
    Ledger drained =
        restart(
            story,
            workers,
            "drained",
            with("drain") ? Supervisor::rollingRestart : Supervisor::naiveRestart);
    Story.Table table = story.table("way", "requests", "failed");
    table
        .row("kill, then start", naive.sentCount(), naive.failedCount())
        .figure("naiveFailed", naive.failedCount());
    table
        .row("drain, stop, start", drained.sentCount(), drained.failedCount())
        .figure("requests", drained.sentCount())
        .figure("failed", drained.failedCount());
    story.control("workers that are killed lose the requests under way", naive.failedCount() > 0);
    story.claim(DRAINED, drained.failedCount() == 0);
    story.bars(
        "Requests that a restart loses",
        "way",
        "requests",
        Map.of(
            "kill, then start", (double) naive.failedCount(),
            "drain, stop, start", (double) drained.failedCount()));
  }

  private Ledger restart(
      Story story, int workers, String way, Function<Supervisor, CompletableFuture<Void>> how)
      throws Exception {
    story.event("story", "now %s", way);
    Cluster.Setup setup =
        Cluster.Setup.of(DemoApp.alone(), workers) // ① a retry would hide what the way loses
            .front(Front.Setup.defaults().limits(Limits.defaults().attempts(1)));
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS);
        Load load = Load.closed(CALLERS, Long.MAX_VALUE, number -> ask(callers, number))) {
      for (int i = 1; i <= times.get(); i++) {
        long before = load.ledger().acknowledgedCount();
        Supervisor.await(how.apply(cluster.supervisor()), RESTART_SECONDS);
        long requests = load.ledger().acknowledgedCount() - before;
        story.event(way, "restart %d under %,d requests", i, requests);
      }
      return load.stop();
    }
  }

  /** ② Every third request comes on a connection of its own. */
  private static void ask(Callers callers, long number) throws Exception {
    if (number % 3 == 0) {
      callers.getOnce("/wait?millis=5");
    } else {
      callers.get("/wait?millis=5");
    }
  }

  public static void main(String[] args) {
    run(new Lesson3RollingRestart(), args);
  }
}

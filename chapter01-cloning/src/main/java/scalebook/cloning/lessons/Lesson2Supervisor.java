package scalebook.cloning.lessons;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.Cluster;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.client.Callers;
import scalebook.cloning.supervisor.Backoff;
import scalebook.cloning.supervisor.Program;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.cloning.worker.DemoApp;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/**
 * Workers are killed under load: who notices?
 *
 * <p>A supervisor starts them again, a warm spare takes the place at once, and the balancer asks
 * another clone what the dead one did not answer. A worker that can't live is given up after a few
 * tries, and its siblings never notice.
 *
 * <pre>./book supervisor --kills 10</pre>
 */
@Command(name = "supervisor", description = "workers are killed under load: who notices?")
public final class Lesson2Supervisor extends Lesson {
  private static final int CALLERS = 6;
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final int CRASH_LIMIT = 4;

  /** Shorter than in real life, so that a crash loop ends while somebody watches. */
  private static final Settings QUICK_TO_RETRY =
      Settings.defaults().backoff(new Backoff(20, 200), CRASH_LIMIT);

  @Option(names = "--kills", description = "workers to kill in each part (default: 4, quick 1)")
  private int kills;

  private int workers;

  @Override
  protected void tell(Story story) throws Exception {
    workers = either(4, 2);
    kills = kills > 0 ? kills : either(4, 1);
    story.question("What do clients see of %d kill -9 under load?", kills);
    story.step("nobody helps: workers are only started again");
    Outcome naive = killUnderLoad(story, 0, Limits.defaults().attempts(1));
    story.step("the balancer asks another clone");
    Outcome retried = killUnderLoad(story, 0, Limits.defaults());
    story.step("and a warm spare takes the place");
    Outcome spare = killUnderLoad(story, 1, Limits.defaults());
    int starts = crashLoop(story);
    Story.Table table = story.table("set-up", "requests", "failed", "whole ms");
    naive.row(table, "restart only");
    retried.row(table, "and ask another clone");
    spare.row(table, "and a warm spare");

    story.figure("naiveFailed", naive.failed);
    story.figure("requests", retried.requests + spare.requests);
    story.figure("failed", retried.failed + spare.failed);
    story.figure("forkMillis", retried.wholeMillis);
    story.figure("respawnMillis", spare.wholeMillis);
    story.claim("restarting alone loses what the dead worker was answering", naive.failed > 0);
    story.claim("asked again elsewhere, no idempotent request fails", story.figure("failed") == 0);
    story.claim(
        "a warm spare takes the place, and nobody waits for a fork",
        spare.bySpares == kills && retried.bySpares == 0);
    story.claim("a crash loop ends after %d starts".formatted(CRASH_LIMIT), starts == CRASH_LIMIT);
  }

  /** What clients saw, and how long it took until all workers served again (the median). */
  private record Outcome(long requests, long failed, long wholeMillis, int bySpares) {
    void row(Story.Table table, String setUp) {
      table.row(setUp, requests, failed, wholeMillis);
    }
  }

  private Outcome killUnderLoad(Story story, int spares, Limits limits) throws Exception {
    Cluster.Setup setup =
        Cluster.Setup.of(Program.of(DemoApp.class), workers)
            .settings(QUICK_TO_RETRY.spares(spares))
            .limits(limits);
    List<Long> whole = new ArrayList<>();
    int bySpares = 0;
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS);
        Load load = Load.closed(CALLERS, Long.MAX_VALUE, number -> callers.get("/wait?millis=8"))) {
      for (int i = 0; i < kills; i++) {
        long soFar = load.ledger().acknowledgedCount();
        awaitRequests(load, soFar + 20); // ① so that every kill meets requests under way
        awaitWarm(cluster, spares);
        long start = System.nanoTime();
        int slot = i % workers;
        story.message("story", awaitWhole(cluster).get(slot).worker(), "kill -9");
        Supervisor.await(cluster.supervisor().kill(1 + slot), 5);
        bySpares += awaitWhole(cluster).get(slot).worker().startsWith("spare-") ? 1 : 0;
        whole.add((System.nanoTime() - start) / 1_000_000);
      }
      Ledger ledger = load.stop();
      return new Outcome(
          ledger.sentCount(),
          ledger.failedCount(),
          whole.stream().sorted().toList().get(kills / 2),
          bySpares);
    }
  }

  private static void awaitRequests(Load load, long count) {
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

  /** How often a worker was started that dies at once; its sibling must stay what it was. */
  private int crashLoop(Story story) throws Exception {
    story.step("slot 2 gets a program that cannot start");
    try (Cluster cluster =
        Cluster.open(
            Cluster.Setup.of(Program.of(DemoApp.class).with(2, "crash"), 1)
                .settings(QUICK_TO_RETRY),
            lab(),
            story::event)) {
      long sibling = Supervisor.await(cluster.supervisor().status(), 5).get(0).pid();
      cluster.supervisor().scale(2);
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  Supervisor.await(cluster.supervisor().status(), 5)
                      .get(1)
                      .state()
                      .equals("given up"));
      List<Supervisor.Status> slots = Supervisor.await(cluster.supervisor().status(), 5);
      story.claim(
          "its sibling never noticed",
          slots.get(0).pid() == sibling && slots.get(0).restarts() == 0);
      return slots.get(1).restarts() + 1;
    }
  }

  public static void main(String[] args) {
    run(new Lesson2Supervisor(), args);
  }
}

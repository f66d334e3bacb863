package scalebook.cloning.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.cloning.balancer.Counters.Event;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.Journal;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.http.Callers;
import scalebook.engines.process.Platform;
import scalebook.lab.Lab;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

/**
 * The promises of the chapter under faults. -Dfaults.restarts and -Dfaults.kills make a run longer,
 * -Dfaults.requests makes wrk go on until so many requests were sent.
 */
@ExtendWith(WithLab.class)
class FaultsUnderLoadTest {
  private static final int WORKERS = 4;
  private static final int RESTARTS = Integer.getInteger("faults.restarts", 3);
  private static final int KILLS = Integer.getInteger("faults.kills", 8);
  private static final long REQUESTS = Long.getLong("faults.requests", 5_000);
  private static final Pattern SENT = Pattern.compile("(\\d+) requests in");

  private static Cluster open(Lab lab, Path folder, int spares) throws Exception {
    return Cluster.open(
        Cluster.Setup.of(DemoApp.in(folder), WORKERS).settings(Settings.defaults().spares(spares)),
        lab,
        (node, text) -> {});
  }

  private static long serving(Cluster cluster) throws Exception {
    return Supervisor.await(cluster.supervisor().status(), 10).stream()
        .filter(slot -> slot.state().equals("serves"))
        .count();
  }

  @Test
  void killedWorkersCostNoGetAndRunNoPostTwice(Lab lab) throws Exception {
    Path folder = lab.workspace().folder("kills-" + System.nanoTime());
    try (Cluster cluster = open(lab, folder, 1);
        Callers callers = new Callers(cluster.port(), 10_000);
        Load gets = Load.closed(6, Long.MAX_VALUE, number -> callers.get("/wait?millis=4"));
        Load posts =
            Load.closed(2, Long.MAX_VALUE, number -> callers.post("/orders", "o" + number))) {
      for (int i = 0; i < KILLS; i++) {
        long before = gets.ledger().acknowledgedCount();
        await().until(() -> gets.ledger().acknowledgedCount() > before + 30);
        Supervisor.await(cluster.supervisor().kill(1 + i % WORKERS), 10);
        await("the set is whole again after kill " + i)
            .atMost(Duration.ofSeconds(20))
            .until(() -> serving(cluster) == WORKERS);
      }
      Ledger get = gets.stop();
      Ledger post = posts.stop();
      Map<String, Integer> ran = new Journal(folder).executed();
      System.out.printf("%d kills: GETs %s; POSTs %s, %d ran%n", KILLS, get, post, ran.size());
      assertThat(get.failedCount()).as("failed GETs: %s", get.reasons()).isZero();
      assertThat(ran.values()).as("how often each POST ran").containsOnly(1);
      assertThat((long) ran.size())
          .as("every acknowledged POST ran")
          .isBetween(post.acknowledgedCount(), post.sentCount());
    }
  }

  /** From outside: wrk, with keep-alive and with a connection for each request. */
  @Test
  void rollingRestartsCostNothing(Lab lab) throws Exception {
    Path wrk =
        Platform.find("wrk")
            .orElseGet(
                () -> Assumptions.abort("wrk is not installed: the lesson's own load has to do"));
    Path folder = lab.workspace().folder("restarts");
    try (Cluster cluster = open(lab, folder, 0)) {
      List<Process> loads = new ArrayList<>();
      long requests = 0;
      int restarts = 0;
      while (restarts < RESTARTS || requests < REQUESTS) {
        loads.clear();
        for (String header : new String[] {"X-Keep: alive", "Connection: close"}) {
          loads.add(
              new ProcessBuilder(
                      wrk.toString(),
                      "-t1",
                      "-c16",
                      "-d5",
                      "--timeout",
                      "4s",
                      "-H",
                      header,
                      "http://127.0.0.1:" + cluster.port() + "/")
                  .redirectErrorStream(true)
                  .start());
        }
        while (loads.stream().allMatch(Process::isAlive)) {
          Supervisor.await(cluster.supervisor().rollingRestart(), 60);
          restarts++;
        }
        for (Process load : loads) {
          requests += requestsOf(load);
        }
      }
      System.out.printf("%d rolling restarts under %,d requests%n", restarts, requests);
      assertThat(cluster.balancer().counters().of(Event.FAILED))
          .as("answers of the balancer's own")
          .isZero();
    }
  }

  /** How many wrk sent; none of them may have failed. */
  private static long requestsOf(Process load) throws Exception {
    String out = new String(load.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    load.waitFor();
    assertThat(out).as("what wrk saw").doesNotContain("Non-2xx").doesNotContain("Socket errors");
    Matcher sent = SENT.matcher(out);
    assertThat(sent.find()).as("wrk's report: %s", out).isTrue();
    return Long.parseLong(sent.group(1));
  }
}

package scalebook.cloning.stage.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.http.Callers;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/** Kills workers while two kinds of clients ask: some once, some again elsewhere. */
public record KillsUnderLoad(
    Story story, Cluster cluster, Callers naive, Callers asking, int workers) {
  private static final int CALLERS = 6;
  private static final int BOUND_SECONDS = 20;
  private static final int UNDER_WAY = 20;
  private static final int MOST_RESTARTS = 6;
  private static final String PATH = "/wait?millis=8";

  /** What both saw, and how long it took until all served again (the median). */
  public record Seen(Ledger naive, Ledger asked, long wholeMillis, int bySpares) {
    public void rows(Story.Table table, String setUp) {
      table.row(setUp + ", no retry", naive.sentCount(), naive.failedCount(), wholeMillis);
      table.row(setUp + ", retry", asked.sentCount(), asked.failedCount(), wholeMillis);
    }
  }

  /** How often a worker was started that dies at once, and what its siblings suffered. */
  public record CrashLoop(int starts, long troubled) {}

  public Seen kill(int kills, int spares) throws Exception {
    List<Long> whole = new ArrayList<>();
    int bySpares = 0;
    try (Load once = Load.closed(CALLERS, Long.MAX_VALUE, number -> naive.get(PATH));
        Load again = Load.closed(CALLERS, Long.MAX_VALUE, number -> asking.get(PATH))) {
      for (int i = 0; i < kills; i++) {
        awaitRequests(once); // ① so that every kill meets requests under way
        awaitRequests(again);
        await(5).until(() -> now(cluster.supervisor()::warmSpares) == spares);
        long start = System.nanoTime();
        int slot = i % workers;
        story.message("story", awaitWhole().get(slot).worker(), "kill -9");
        Supervisor.await(cluster.supervisor().kill(1 + slot), 5);
        bySpares += awaitWhole().get(slot).worker().startsWith("spare-") ? 1 : 0;
        whole.add((System.nanoTime() - start) / 1_000_000);
      }
      long median = whole.stream().sorted().toList().get(kills / 2);
      return new Seen(once.stop(), again.stop(), median, bySpares);
    }
  }

  /** One more slot, whose worker cannot start, beside workers under load. */
  public CrashLoop crashLoop() throws Exception {
    List<Long> before = pids(awaitWhole());
    try (Load load = Load.closed(1, Long.MAX_VALUE, number -> asking.get(PATH))) {
      cluster.supervisor().scale(workers + 1);
      List<Supervisor.Status> slots =
          await(5)
              .until(
                  () -> now(cluster.supervisor()::status),
                  all -> all.size() > workers && ended(all.get(workers)));
      Supervisor.await(cluster.supervisor().scale(workers), BOUND_SECONDS);
      List<Long> after = pids(slots);
      long replaced = before.stream().filter(pid -> !after.contains(pid)).count();
      return new CrashLoop(slots.get(workers).restarts() + 1, replaced + load.stop().failedCount());
    }
  }

  private static boolean ended(Supervisor.Status slot) {
    return slot.state().equals("given up") || slot.restarts() > MOST_RESTARTS;
  }

  private static void awaitRequests(Load load) {
    long count = load.ledger().acknowledgedCount() + UNDER_WAY;
    await(5).until(() -> load.ledger().acknowledgedCount() >= count);
  }

  /** Whole: every slot has a living worker. */
  private List<Supervisor.Status> awaitWhole() {
    return await(1)
        .until(
            () -> now(cluster.supervisor()::status),
            all -> all.stream().filter(s -> s.state().equals("serves")).count() == workers);
  }

  private static ConditionFactory await(int pollMillis) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(BOUND_SECONDS))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(pollMillis));
  }

  private static <T> T now(Supplier<CompletableFuture<T>> question) throws Exception {
    return Supervisor.await(question.get(), 5);
  }

  private List<Long> pids(List<Supervisor.Status> slots) {
    return slots.stream().limit(workers).map(Supervisor.Status::pid).toList();
  }
}

package scalebook.cloning.lessons;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.Cluster;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.client.Callers;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.supervisor.Program;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.cloning.worker.DemoApp;
import scalebook.cloning.worker.Journal;
import scalebook.lab.Lesson;
import scalebook.lab.load.Load;
import scalebook.lab.process.Platform;
import scalebook.lab.story.Story;

/**
 * A clone hangs: it accepts connections and never answers. Who waits, and what runs twice?
 *
 * <p>Without health checks every fourth GET fails for as long as it hangs, and a client that sends
 * its POST again runs it twice: once elsewhere, and once when the clone wakes up. With checks the
 * clone leaves; GETs are asked again elsewhere, POSTs are not.
 *
 * <pre>./book hung-clone --millis 3000</pre>
 */
@Command(name = "hung-clone", description = "a clone hangs: who waits, and what runs twice?")
public final class Lesson5HungClone extends Lesson {
  private static final int WORKERS = 4;
  private static final int SLOT = 2;
  private static final String CLONE = "worker-" + SLOT + ".1";
  private static final int TIMEOUT_MILLIS = 5_000;
  private static final Duration BOUND = Duration.ofSeconds(20);

  @Option(names = "--millis", description = "how long it hangs (default: 2000, quick 300)")
  private int millis;

  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong sentAgain = new AtomicLong();

  @Override
  protected void tell(Story story) throws Exception {
    Platform.needSignals("a hung clone");
    story.question("Clone %d of %d hangs. What do GETs and POSTs see of it?", SLOT, WORKERS);
    Outcome naive = hang(story, "naive");
    Outcome checked = hang(story, "checked");

    Story.Table table = story.table("set-up", "GETs", "failed", "POSTs", "failed", "ran twice");
    naive.row(table, "no checks, POST again");
    checked.row(table, "checks, safe retries");
    story.figure("naiveFailedGets", naive.failedGets);
    story.figure("naiveDuplicatePosts", naive.twice);
    story.figure("failedGets", checked.failedGets);
    story.figure("duplicatePosts", checked.twice);
    story.figure("outMillis", checked.outMillis);
    story.claim("without checks GETs fail while a clone hangs", naive.failedGets > 0);
    story.claim("a POST that is sent again runs twice", naive.twice > 0);
    story.claim("with checks no GET fails", checked.failedGets == 0);
    story.claim("and no POST runs twice", checked.twice == 0);
    story.claim("the clone leaves while it hangs and is back after it", checked.stayedOut);
  }

  private record Outcome(
      long gets,
      long failedGets,
      long posts,
      long failedPosts,
      long twice,
      long outMillis,
      boolean stayedOut) {
    void row(Story.Table table, String setUp) {
      table.row(setUp, gets, failedGets, posts, failedPosts, twice);
    }
  }

  private Outcome hang(Story story, String way) throws Exception {
    boolean checked = way.equals("checked");
    Path folder = lab().workspace().folder(way);
    HealthChecker.Settings health = // ① the naive way asks so rarely that it never finds out
        checked
            ? new HealthChecker.Settings(100, 200, 2)
            : new HealthChecker.Settings(60_000, 200, 2);
    Rotation.Settings rotation =
        checked
            ? Rotation.Settings.defaults()
            : new Rotation.Settings(Integer.MAX_VALUE, 1, 1, 0.5, 1);
    Limits limits = Limits.defaults().responseWithin(either(600, 400));
    Cluster.Setup setup =
        Cluster.Setup.of(Program.of(DemoApp.class, "folder=" + folder), WORKERS)
            .health(health)
            .rotation(rotation)
            .limits(checked ? limits : limits.attempts(1));
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS);
        Load gets = Load.closed(6, Long.MAX_VALUE, number -> callers.get("/wait?millis=4"));
        Load posts = Load.closed(2, Long.MAX_VALUE, number -> order(callers, !checked))) {
      await().until(() -> gets.ledger().acknowledgedCount() > 20 && inRotation(cluster));
      story.message("story", CLONE, "SIGSTOP");
      Supervisor.await(cluster.supervisor().pause(SLOT), 5);
      long start = System.nanoTime();
      if (checked) {
        await().until(() -> !inRotation(cluster));
      }
      long outMillis = (System.nanoTime() - start) / 1_000_000;
      Thread.sleep(millis > 0 ? millis : either(2_000, 300)); // how long it hangs
      await().until(() -> checked || gets.ledger().failedCount() > 0 && sentAgain.get() > 0);
      boolean stayedOut = !inRotation(cluster);
      gets.stop();
      posts.stop();
      Supervisor.await(cluster.supervisor().resume(SLOT), 5); // ② now it runs what it was sent
      long twice = awaitWokenUp(cluster, new Journal(folder));
      return new Outcome(
          gets.ledger().sentCount(),
          gets.ledger().failedCount(),
          posts.ledger().sentCount(),
          posts.ledger().failedCount(),
          twice,
          outMillis,
          stayedOut);
    }
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(BOUND).pollInterval(Duration.ofMillis(5));
  }

  /** Whether the clone of {@link #SLOT} gets requests; the others may come and go. */
  private static boolean inRotation(Cluster cluster) {
    return cluster.balancer().rotation().candidates().stream()
        .anyMatch(clone -> clone.name().equals(CLONE));
  }

  /** An order has an id; the naive client sends it once more when it hears nothing good. */
  private void order(Callers callers, boolean again) throws IOException {
    String id = "order-" + ids.incrementAndGet();
    try {
      callers.post("/orders", id);
    } catch (IOException unanswered) {
      if (!again) {
        throw unanswered;
      }
      sentAgain.incrementAndGet();
      callers.post("/orders", id);
    }
  }

  /** Until it answers again, and until the journals have stopped growing. */
  private static long awaitWokenUp(Cluster cluster, Journal journal) throws IOException {
    await().until(() -> inRotation(cluster));
    AtomicLong before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(60))
        .until(
            () -> {
              long now = journal.executed().size();
              return before.getAndSet(now) == now;
            });
    return journal.executed().values().stream().filter(times -> times > 1).count();
  }

  public static void main(String[] args) {
    run(new Lesson5HungClone(), args);
  }
}

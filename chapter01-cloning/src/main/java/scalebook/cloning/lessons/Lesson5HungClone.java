package scalebook.cloning.lessons;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.client.Callers;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.Journal;
import scalebook.cloning.stage.worker.Program;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.process.Platform;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Story;

/**
 * A clone hangs: it accepts connections and never answers. Who waits, and what runs twice?
 *
 * <p>Two balancers stand before the same clones, one with health checks and one without. Without
 * them every fourth GET fails for as long as it hangs, and a client that sends its POST again runs
 * it twice: once elsewhere, and once when the clone wakes up. With them the clone leaves; GETs are
 * asked again elsewhere, POSTs are not.
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

  /** Lets a clone in again soon, so that nobody waits to see it. */
  private static final Rotation.Settings EJECTS = new Rotation.Settings(3, 600, 30_000, 0.5, 1_000);

  private static final Rotation.Settings NEVER_EJECTS =
      new Rotation.Settings(Integer.MAX_VALUE, 1, 1, 0.5, 1);

  @Option(
      names = "--millis",
      description = "how long it hangs once it is left out (default: 2000, quick 300)")
  private int millis;

  @Override
  protected void tell(Story story) throws Exception {
    Platform.needSignals("a hung clone");
    story.question("Clone %d of %d hangs. What do GETs and POSTs see of it?", SLOT, WORKERS);
    Limits limits = Limits.defaults().responseWithin(either(600, 400));
    Path folder = lab().workspace().folder("orders");
    Cluster.Setup setup = // ① two balancers before the same clones: both meet the same hang
        Cluster.Setup.of(Program.of(DemoApp.class, "folder=" + folder), WORKERS)
            .limits(limits)
            .health(new HealthChecker.Settings(100, 200, 2))
            .rotation(EJECTS)
            .beside(
                "naive", // asks so rarely that it never finds out
                naive ->
                    naive
                        .limits(limits.attempts(1))
                        .health(new HealthChecker.Settings(60_000, 200, 2))
                        .rotation(NEVER_EJECTS));
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Clients naive = new Clients("naive", cluster.front("naive").port(), true);
        Clients checked = new Clients("checked", cluster.port(), false)) {
      Hang hang = hang(story, cluster, naive, checked);
      Story.Table table = story.table("set-up", "GETs", "failed", "POSTs", "failed", "ran twice");
      Map<String, Integer> executed = awaitWokenUp(new Journal(folder));
      long twice = naive.row(table, "no checks, POST again", executed);
      long checkedTwice = checked.row(table, "checks, safe retries", executed);
      story.figure("naiveFailedGets", naive.failedGets());
      story.figure("naiveDuplicatePosts", twice);
      story.figure("failedGets", checked.failedGets());
      story.figure("duplicatePosts", checkedTwice);
      story.figure("outMillis", hang.outMillis);
      story.claim("without checks GETs fail while a clone hangs", naive.failedGets() > 0);
      story.claim("a POST that is sent again runs twice", twice > 0);
      story.claim("with checks no GET fails", checked.failedGets() == 0);
      story.claim("and no POST runs twice", checkedTwice == 0);
      story.claim("the clone leaves while it hangs and is back after it", hang.stayedOut);
    }
  }

  /** How long it took until the clone was left out, and whether it was out until it woke up. */
  private record Hang(long outMillis, boolean stayedOut) {}

  /** While both kinds of clients ask, until it serves again. */
  private Hang hang(Story story, Cluster cluster, Clients naive, Clients checked) throws Exception {
    await().until(() -> naive.areServed() && checked.areServed() && inRotation(cluster));
    story.message("story", CLONE, "SIGSTOP");
    Supervisor.await(cluster.supervisor().pause(SLOT), 5);
    long start = System.nanoTime();
    await().until(() -> !inRotation(cluster));
    long outMillis = (System.nanoTime() - start) / 1_000_000;
    Thread.sleep(millis > 0 ? millis : either(2_000, 300)); // how long it hangs after that
    await().until(() -> naive.failedGets() > 0 && naive.sentAgain.get() > 0);
    boolean stayedOut = !inRotation(cluster);
    story.message("story", CLONE, "SIGCONT");
    Supervisor.await(cluster.supervisor().resume(SLOT), 5); // ② now it runs what it was sent
    await().until(() -> inRotation(cluster));
    naive.stop();
    checked.stop();
    return new Hang(outMillis, stayedOut);
  }

  /** Some ask, some order, all through one balancer. */
  private static final class Clients implements AutoCloseable {
    private final String name;
    private final boolean again;
    private final Callers callers;
    private final Load gets;
    private final Load posts;
    private final AtomicLong sentAgain = new AtomicLong();

    /**
     * @param again whether an order is sent once more when nothing good is heard of it
     */
    Clients(String name, int port, boolean again) {
      this.name = name;
      this.again = again;
      callers = new Callers(port, TIMEOUT_MILLIS);
      gets = Load.closed(6, Long.MAX_VALUE, number -> callers.get("/wait?millis=4"));
      posts = Load.closed(2, Long.MAX_VALUE, this::order);
    }

    private void order(long number) throws IOException {
      String id = name + "-" + number;
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

    boolean areServed() {
      return gets.ledger().acknowledgedCount() > 20;
    }

    long failedGets() {
      return gets.ledger().failedCount();
    }

    void stop() throws InterruptedException {
      gets.stop();
      posts.stop();
    }

    /** Returns how many of their orders ran more than once. */
    long row(Story.Table table, String setUp, Map<String, Integer> executed) {
      long twice =
          executed.entrySet().stream()
              .filter(order -> order.getKey().startsWith(name + "-") && order.getValue() > 1)
              .count();
      long asked = gets.ledger().sentCount();
      Ledger orders = posts.ledger();
      table.row(setUp, asked, failedGets(), orders.sentCount(), orders.failedCount(), twice);
      return twice;
    }

    @Override
    public void close() {
      gets.close();
      posts.close();
      callers.close();
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

  /** Once the journals have stopped growing: how often each order ran. */
  private static Map<String, Integer> awaitWokenUp(Journal journal) {
    AtomicReference<Map<String, Integer>> before = new AtomicReference<>(Map.of());
    return await()
        .pollInterval(Duration.ofMillis(60))
        .until(journal::executed, now -> now.equals(before.getAndSet(now)));
  }

  public static void main(String[] args) {
    run(new Lesson5HungClone(), args);
  }
}

package scalebook.cloning.lessons;

import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Limits;
import scalebook.cloning.health.HealthChecker;
import scalebook.cloning.health.Outliers;
import scalebook.cloning.health.Rotation;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.Front;
import scalebook.cloning.stage.load.Clients;
import scalebook.cloning.stage.load.HungClone;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.Journal;
import scalebook.cloning.supervisor.Settings;
import scalebook.engines.process.Platform;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;

/**
 * A clone hangs: it accepts connections and never answers. Who waits, and what runs twice?
 *
 * <p>Two balancers stand before the same clones, one with health checks and one without. Without
 * them every fourth GET fails for as long as it hangs, and a client that sends its POST again runs
 * it twice: once elsewhere, and once when the clone wakes up. With them the clone leaves; GETs are
 * asked again elsewhere, POSTs are not; and a clone that answers nobody gets no more than its share
 * of what is under way, so that most requests never meet it.
 *
 * <pre>./book hung-clone --millis 3000</pre>
 */
@Command(name = "hung-clone", description = "a clone hangs: who waits, and what runs twice?")
@Idea(
    value = {Rotation.class, Outliers.class},
    test = "health.RotationTest")
public final class Lesson5HungClone extends Lesson {
  private static final int WORKERS = 4;
  private static final int SLOT = 2;

  /** Lets a clone in again soon, so that nobody waits to see it. */
  private static final Rotation.Settings EJECTS =
      new Rotation.Settings(3, 600, 30_000, 0.5, 1_000, 4);

  private static final Rotation.Settings NEVER_EJECTS =
      new Rotation.Settings(Integer.MAX_VALUE, 1, 1, 0.5, 1, Integer.MAX_VALUE);

  @Option(names = "--millis", description = "how long it is left out (default: ${DEFAULT-VALUE})")
  private Size millis = size(2_000, 300);

  @Override
  protected void tell(Story story) throws Exception {
    Platform.needSignals("a hung clone");
    story.question("Clone %d of %d hangs. What do GETs and POSTs see of it?", SLOT, WORKERS);
    Limits limits = Limits.defaults().responseWithin(either(600, 400));
    Front.Setup checks = Front.Setup.defaults().health(new HealthChecker.Settings(100, 200, 2));
    Front.Setup none = checks.health(new HealthChecker.Settings(60_000, 200, 2)); // never finds out
    Path folder = lab().workspace().folder("orders");
    Cluster.Setup setup = // ① two balancers before the same clones: both meet the same hang
        Cluster.Setup.of(DemoApp.in(folder), WORKERS)
            .settings(Settings.defaults().hungAfter(60_000L + millis.get())) // not replaced
            .front(checks.limits(limits).rotation(EJECTS))
            .front("naive", none.limits(limits.attempts(1)).rotation(NEVER_EJECTS));
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Clients naive = new Clients("naive", cluster.front("naive").port(), true);
        Clients checked = new Clients("checked", cluster.port(), false)) {
      HungClone.Seen hang = new HungClone(story, cluster, SLOT, naive, checked).hang(millis.get());
      Map<String, Integer> executed = new Journal(folder).awaitExecuted();
      Story.Table table = story.table("set-up", "GETs", "failed", "POSTs", "failed", "ran twice");
      double twice = naive.row(table, "no checks, POST again", executed);
      double checkedTwice = checked.row(table, "checks, safe retries", executed);
      story.figure("naiveDuplicatePosts", twice);
      story.figure("duplicatePosts", checkedTwice);
      double naiveFailed = story.figure("naiveFailedGets", naive.failedGets());
      double failed =
          story.figure("failedGets", checked.failedGets() + hang.checked().failedCount());
      story.figure("outMillis", hang.outMillis());
      double unbounded = story.figure("naiveP60Millis", hang.naive().millisAt(60));
      double bounded = story.figure("p60Millis", hang.checked().millisAt(60));
      String text = "six of ten within %,.0f ms while it hangs; without bound and checks %,.0f ms";
      story.event("balancer", text, bounded, unbounded);
      story.claim("without checks GETs fail while a clone hangs", naiveFailed > 0);
      story.claim("a POST that is sent again runs twice", twice > 0);
      story.claim("with checks no GET fails", failed == 0);
      story.claim("and no POST runs twice", checkedTwice == 0);
      story.claim("the clone leaves while it hangs and is back after it", hang.stayedOut());
      story.claim("bounded per clone, 6 of 10 requests never wait for it", bounded < unbounded / 2);
    }
  }

  public static void main(String[] args) {
    run(new Lesson5HungClone(), args);
  }
}

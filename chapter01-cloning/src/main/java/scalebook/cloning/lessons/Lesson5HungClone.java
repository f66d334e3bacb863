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
import scalebook.cloning.stage.OwnEjection;
import scalebook.cloning.stage.load.Clients;
import scalebook.cloning.stage.load.HungClone;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.Journal;
import scalebook.cloning.supervisor.Settings;
import scalebook.engines.process.Platform;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;
import scalebook.lab.Size;
import scalebook.lab.Without;
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
@Without(
    name = "retry",
    what = "a second try of a GET at another clone",
    falls = Lesson5HungClone.RETRIED)
@Without(
    name = "post-once",
    what = "a POST is never sent again (instead: the client repeats it)",
    falls = Lesson5HungClone.ONCE)
@Without(name = "checks", what = "health checks and ejection", falls = Lesson5HungClone.LEAVES)
@Without(
    name = "bound",
    what = "a silent clone's bound on requests under way",
    falls = Lesson5HungClone.GOES_ON)
@Mine(value = "OutlierEjection", as = "who is left out, and for how long")
public final class Lesson5HungClone extends Lesson {
  static final String RETRIED = "retried at another clone, no GET fails";
  static final String ONCE = "a POST that is never sent again never runs twice";
  static final String LEAVES = "the clone leaves while it hangs and is back after it";
  static final String GOES_ON = "bounded per clone, answers a second never drop below 60 %";
  private static final int WORKERS = 4;
  private static final int SLOT = 2;
  private static final Rotation.Settings OUT = new Rotation.Settings(3, 600, 30_000, 0.5, 1_000, 4);
  private static final int THREADS = 40; // for all callers, also when three clones are left

  @Option(names = "--millis", description = "of the hang, at least (default: ${DEFAULT-VALUE})")
  private Size millis = size(2_000, 300);

  @Override
  protected void tell(Story story) throws Exception {
    Platform.needSignals("a hung clone");
    story.question("Clone %d of %d hangs. What do GETs and POSTs see of it?", SLOT, WORKERS);
    Path folder = lab().workspace().folder("orders");
    try (Cluster cluster = Cluster.open(setUp(folder), lab(), story::event);
        Clients naive = new Clients("naive", cluster.front("naive").port(), true);
        Clients checked = new Clients("checked", cluster.port(), !with("post-once"))) {
      OwnEjection.into(cluster.balancer().rotation(), own(), OUT);
      HungClone.Seen hang = new HungClone(story, cluster, SLOT, naive, checked).hang(millis.get());
      Map<String, Integer> executed = new Journal(folder).awaitExecuted();
      Story.Table table =
          story.table("set-up", "GETs", "failed", "POSTs", "failed", "ran twice", "worst rate %");
      double twice = naive.row(table, "no checks, POST again", executed, hang.naive());
      double again = checked.row(table, "checks, safe retries", executed, hang.checked());
      story.figure("outMillis", hang.outMillis());
      story.figure("naiveWorstRate", hang.naive());
      story.figure("worstRate", hang.checked());
      story.control(
          "without checks GETs fail while a clone hangs",
          story.figure("naiveFailedGets", naive.failedGets()) > 0);
      story.control(
          "a POST that is sent again runs twice", story.figure("naiveDuplicatePosts", twice) > 0);
      story.claim(RETRIED, story.figure("failedGets", checked.failedGets() + hang.failed()) == 0);
      story.claim(ONCE, story.figure("duplicatePosts", again) == 0 && checked.lostAnOrder());
      story.claim(LEAVES, hang.stayedOut());
      story.claim(GOES_ON, hang.checked() > 0.6);
    }
  }

  /** Two balancers before the same clones: both meet the same hang. */
  private Cluster.Setup setUp(Path folder) {
    Limits limits = Limits.defaults().responseWithin(1_000);
    Front.Setup checks = Front.Setup.defaults().health(new HealthChecker.Settings(100, 200, 2));
    Front.Setup none = checks.health(new HealthChecker.Settings(60_000, 200, 2)); // none in time
    Rotation.Settings ejects = with("checks") ? OUT : Rotation.Settings.neverEjects(4);
    return Cluster.Setup.of(DemoApp.in(folder).threads(THREADS), WORKERS)
        .settings(Settings.defaults().hungAfter(60_000L + millis.get())) // not replaced
        .front(
            (with("checks") ? checks : none)
                .limits(limits.attempts(with("retry") ? 3 : 1))
                .rotation(with("bound") ? ejects : ejects.neverSilent()))
        .front(
            "naive",
            none.limits(limits.attempts(1))
                .rotation(Rotation.Settings.neverEjects(Integer.MAX_VALUE)));
  }

  public static void main(String[] args) {
    run(new Lesson5HungClone(), args);
  }
}

package scalebook.cloning.lessons;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.growth.UniversalScalability;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.measuring.Calibration;
import scalebook.cloning.stage.measuring.Growth;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.engines.http.Callers;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

/**
 * One process, then two and four clones of it: who serves how much?
 *
 * <p>Every clone has a single thread, as an event loop has. Requests that wait, as for a database,
 * scale with the clones. Requests that need only CPU do so until the cores end: two bare threads
 * beside them tell what there is to gain. Requests that hold a lock which all clones share do not.
 *
 * <pre>./book clones --millis 500</pre>
 */
@Command(
    name = "clones",
    description = "one process, then clones of it: where does the growth end?")
@Idea(value = UniversalScalability.class, test = "growth.UniversalScalabilityTest")
@Without(
    name = "spread",
    what = "a policy that spreads requests (instead: all of one address to one clone)",
    falls = Lesson1Clones.GROWS)
public final class Lesson1Clones extends Lesson {
  static final String GROWS = "while requests wait, two clones serve nearly twice as much";
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int WAIT_MILLIS = 10;
  private static final double WORK_MILLIS = 8; // much more than a request costs the rest of us
  private static final int LOCKED_MILLIS = 20;

  @Option(names = "--millis", description = "one measurement (default: ${DEFAULT-VALUE})")
  private Size millis = size(150, 100);

  @Option(names = "--rounds", description = "rounds of measurements (default: ${DEFAULT-VALUE})")
  private Size rounds = size(6, 5);

  @Override
  protected void tell(Story story) throws Exception {
    int[] counts = quick ? new int[] {1, 2} : new int[] {1, 2, 4};
    story.question(
        "How much more do 2%s clones serve than one, on %d cores?",
        quick ? "" : " and 4", Runtime.getRuntime().availableProcessors());
    DemoApp app = DemoApp.in(lab().workspace().folder("shared")).threads(1);
    Cluster.Setup setup = Cluster.Setup.of(app, counts[counts.length - 1]);
    Policy.Kind policy = with("spread") ? Policy.Kind.LEAST_CONNECTIONS : Policy.Kind.ADDRESS_HASH;
    SortedMap<String, Growth> growths = new TreeMap<>();
    double allowed;
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      Growth.Plan plan = new Growth.Plan(counts, rounds.get(), millis.get(), policy);
      String work = "/work?rounds=" + Calibration.rounds(callers, WORK_MILLIS);
      growths.put("wait", Growth.measure(cluster, callers, "/wait?millis=" + WAIT_MILLIS, plan));
      growths.put("cpu", Growth.measure(cluster, callers, work, plan));
      allowed = Growth.allowed(rounds.get());
      int longer = Math.max(millis.get(), 12 * LOCKED_MILLIS);
      plan = new Growth.Plan(counts, either(2, 1), longer, policy);
      String locked = "/locked?millis=" + LOCKED_MILLIS;
      growths.put("lock", Growth.measure(cluster, callers, locked, plan));
    }
    show(story, counts, growths);
    story.figure("coresAllow2", allowed);
    story.note("two threads without clones compute %.2f times as much as one", allowed);
    Growth.draw(story, growths);
    story.claim(GROWS, growths.get("wait").speedup(2) > 1.6);
    double through = 1_000.0 / LOCKED_MILLIS; // a bound that no scheduler moves; 10 % for the edges
    story.control(
        "a lock held for %d ms serves at most %.0f a second".formatted(LOCKED_MILLIS, through),
        growths.get("lock").rates().values().stream().allMatch(rate -> rate < 1.1 * through));
  }

  private static void show(Story story, int[] counts, Map<String, Growth> growths) {
    Growth wait = growths.get("wait");
    Growth cpu = growths.get("cpu");
    Growth lock = growths.get("lock");
    Story.Table table =
        story.table(
            "clones", "waiting/s", "gain", "computing/s", "gain", "p95 ms", "locked/s", "gain");
    for (int n : counts) {
      table.row(
          n + (n == 1 ? " process" : " processes"),
          wait.rates().get(n),
          gain(wait, n),
          cpu.rates().get(n),
          gain(cpu, n),
          cpu.tails().get(n),
          lock.rates().get(n),
          gain(lock, n));
    }
    story.figure("waitSpeedup2", wait.speedup(2));
    story.figure("speedup2", cpu.speedup(2));
    story.figure("lockedSpeedup2", lock.speedup(2));
  }

  private static String gain(Growth growth, int clones) {
    return "%.2f".formatted(growth.speedup(clones));
  }

  public static void main(String[] args) {
    run(new Lesson1Clones(), args);
  }
}

package scalebook.cloning.lessons;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.Callers;
import scalebook.cloning.growth.UniversalScalability;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.measuring.Calibration;
import scalebook.cloning.stage.measuring.Growth;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.story.Story;

/**
 * One process, then two and four clones of it: who serves how much?
 *
 * <p>Every clone has a single thread, as an event loop has. Requests that need only CPU scale with
 * the clones until the cores end (two bare threads beside them tell what there is to gain);
 * requests that hold a lock which all clones share do not.
 *
 * <pre>./book clones --millis 500</pre>
 */
@Command(
    name = "clones",
    description = "one process, then clones of it: where does the growth end?")
@Idea(value = UniversalScalability.class, test = "growth.UniversalScalabilityTest")
public final class Lesson1Clones extends Lesson {
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final double WORK_MILLIS = 8; // much more than a request costs the rest of us
  private static final int LOCKED_MILLIS = 20;

  @Option(names = "--millis", description = "one measurement (default: ${DEFAULT-VALUE})")
  private Size millis = size(300, 100);

  @Option(names = "--rounds", description = "rounds of measurements (default: ${DEFAULT-VALUE})")
  private Size rounds = size(5, 3);

  @Override
  protected void tell(Story story) throws Exception {
    int[] counts = quick ? new int[] {1, 2} : new int[] {1, 2, 4};
    story.question(
        "How much more do 2%s clones serve than one, on %d cores?",
        quick ? "" : " and 4", Runtime.getRuntime().availableProcessors());
    DemoApp app = DemoApp.in(lab().workspace().folder("shared")).threads(1);
    Cluster.Setup setup = Cluster.Setup.of(app, counts[counts.length - 1]);
    Growth work;
    Growth locked;
    try (Cluster cluster = Cluster.open(setup, lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      story.step("/work: nothing but CPU");
      String page = "/work?rounds=" + Calibration.rounds(callers, WORK_MILLIS);
      int times = rounds.get();
      Growth.Plan plan = new Growth.Plan(counts, times, 5 * times, millis.get());
      work = Growth.measure(cluster, callers, page, plan);
      work.tell(story);
      story.step("/locked: %d ms inside a lock that all clones share", LOCKED_MILLIS);
      int few = Math.min(times, either(3, 1));
      plan = new Growth.Plan(counts, few, few, Math.max(millis.get(), 12 * LOCKED_MILLIS));
      locked = Growth.measure(cluster, callers, "/locked?millis=" + LOCKED_MILLIS, plan);
      locked.tell(story);
    }
    Growth.draw(story, new TreeMap<>(Map.of("work", work, "locked", locked)));
    story.figure("speedup2", work.speedup(2));
    story.figure("lockedSpeedup2", locked.speedup(2));
    double allowed = story.figure("coresAllow2", work.allowed());
    story.event("control", "two bare threads do %.2f times what one does, here and now", allowed);
    story.claim("two clones serve more than one where cores allow", work.grows());
    double through = 1_000.0 / LOCKED_MILLIS; // a bound that no scheduler moves; 10 % for the edges
    story.claim(
        "with one shared lock they do not: it lets %.0f a second through".formatted(through),
        locked.rates().get(2) < 1.1 * through);
  }

  public static void main(String[] args) {
    run(new Lesson1Clones(), args);
  }
}

package scalebook.cloning.lessons;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.client.Callers;
import scalebook.cloning.growth.UniversalScalability;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.measuring.Growth;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.cloning.stage.worker.Program;
import scalebook.lab.Lesson;
import scalebook.lab.story.Entry;
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
public final class Lesson1Clones extends Lesson {
  private static final int[] COUNTS = {1, 2, 4};
  private static final int[] QUICK_COUNTS = {1, 2};
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final double WORK_MILLIS = 8; // much more than a request costs the rest of us
  private static final int LOCKED_MILLIS = 20;

  @Option(names = "--millis", description = "one measurement (default: 300, quick 100)")
  private int millis;

  @Option(names = "--rounds", description = "rounds of measurements (default: 5, quick 3)")
  private int rounds;

  @Override
  protected void tell(Story story) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    story.question(
        "How much more do 2%s clones serve than one, on %d cores?", quick ? "" : " and 4", cores);
    rounds = rounds > 0 ? rounds : either(5, 3);
    int window = millis > 0 ? millis : either(300, 100);
    String folder = lab().workspace().folder("shared").toString();
    Program program = Program.of(DemoApp.class, "threads=1", "folder=" + folder);
    Growth work;
    Growth locked;
    int most = counts()[counts().length - 1];
    try (Cluster cluster = Cluster.open(Cluster.Setup.of(program, most), lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      story.step("/work: nothing but CPU");
      String page = "/work?rounds=" + calibrate(callers);
      work = measure(story, cluster, callers, page, rounds, 5 * rounds, window);
      story.step("/locked: %d ms inside a lock that all clones share", LOCKED_MILLIS);
      int few = Math.min(rounds, either(3, 1));
      locked =
          measure(
              story,
              cluster,
              callers,
              "/locked?millis=" + LOCKED_MILLIS,
              few,
              few,
              Math.max(window, 12 * LOCKED_MILLIS));
    }
    draw(story, new TreeMap<>(Map.of("work", work, "locked", locked)));
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

  private int[] counts() {
    return quick ? QUICK_COUNTS : COUNTS;
  }

  /** Rounds of work that take about so long in a worker here, once the JIT has seen them. */
  private static long calibrate(Callers callers) throws Exception {
    long work = 1_000;
    for (int pass = 0; pass < 3; pass++) { // each pass is nearer to the machine's real speed
      double way = bestMillis(callers, 0); // through the balancer and back
      double there = Math.max(0.1, bestMillis(callers, work) - way);
      work = Math.max(1, Math.round(work * WORK_MILLIS / there));
    }
    return work;
  }

  private static double bestMillis(Callers callers, long rounds) throws Exception {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < 6; i++) {
      long start = System.nanoTime();
      callers.get("/work?rounds=" + rounds);
      best = Math.min(best, (System.nanoTime() - start) / 1e6);
    }
    return best;
  }

  private Growth measure(
      Story story, Cluster cluster, Callers callers, String path, int times, int most, int window)
      throws Exception {
    Growth growth = Growth.measure(cluster, callers, path, counts(), times, most, window);
    Story.Table table = story.table("clones", "requests/s", "speed-up", "p95 ms");
    for (int n : counts()) {
      String speedup = "%.2f".formatted(growth.speedup(n));
      table.row(n, growth.rates().get(n), speedup, growth.tails().get(n));
    }
    return growth;
  }

  private static void draw(Story story, Map<String, Growth> growths) {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    growths.forEach(
        (page, growth) -> {
          UniversalScalability law = UniversalScalability.fit(growth.rates());
          story.event(page, "fitted: σ = %.2f queues, κ = %.3f agrees", law.sigma(), law.kappa());
          series.put(
              page + " measured",
              growth.rates().entrySet().stream()
                  .map(p -> new Entry.Point(p.getKey(), p.getValue()))
                  .toList());
          series.put(
              page + " fitted",
              IntStream.rangeClosed(2, 16)
                  .mapToObj(half -> new Entry.Point(half / 2.0, law.throughput(half / 2.0)))
                  .toList());
        });
    story.chart("Throughput by clones", "clones", "requests/s", series);
  }

  public static void main(String[] args) {
    run(new Lesson1Clones(), args);
  }
}

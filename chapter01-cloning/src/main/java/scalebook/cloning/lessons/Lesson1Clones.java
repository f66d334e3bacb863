package scalebook.cloning.lessons;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.Cluster;
import scalebook.cloning.UniversalScalability;
import scalebook.cloning.client.Callers;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Program;
import scalebook.cloning.worker.DemoApp;
import scalebook.lab.Lesson;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;

/**
 * One process, then two and four clones of it: who serves how much?
 *
 * <p>Every clone has a single thread, as an event loop has. Requests that need only CPU scale with
 * the clones until the cores end; requests that hold a lock which all clones share do not.
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
  private static final int CALLERS_PER_CLONE = 2;
  private static final double REQUEST_MILLIS = 5;

  @Option(names = "--millis", description = "one measurement (default: 400, quick 160)")
  private int millis;

  @Option(names = "--rounds", description = "measurements of each kind (default: 3)")
  private int rounds;

  @Override
  protected void tell(Story story) throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    story.question("How much more do 2 and 4 clones serve than one, on %d cores?", cores);
    String folder = lab().workspace().folder("shared").toString();
    Program program = Program.of(DemoApp.class, "threads=1", "folder=" + folder);
    Map<String, Map<Integer, Double>> throughputs = new LinkedHashMap<>();
    try (Cluster cluster = Cluster.open(Cluster.Setup.of(program, 4), lab(), story::event);
        Callers callers = new Callers(cluster.port(), TIMEOUT_MILLIS)) {
      long work = calibrate(callers);
      for (String page : List.of("work", "locked")) {
        String path = "/%s?rounds=%d".formatted(page, work);
        story.step(
            "/%s: %s", page, page.equals("work") ? "nothing but CPU" : "the same inside one lock");
        throughputs.put(page, measure(story, cluster, callers, path));
      }
    }
    curves(story, throughputs);
    Map<Integer, Double> free = throughputs.get("work");
    Map<Integer, Double> locked = throughputs.get("locked");
    double speedup2 = story.figure("speedup2", free.get(2) / free.get(1));
    if (free.containsKey(4)) {
      story.figure("speedup4", free.get(4) / free.get(1));
    }
    double lockedSpeedup2 = story.figure("lockedSpeedup2", locked.get(2) / locked.get(1));
    story.claim(
        "two clones serve more than one where cores allow",
        cores < 2 ? speedup2 < 1.25 : speedup2 > 1.25); // ③ one core: nothing to win
    story.claim("with one shared lock they do not", lockedSpeedup2 < 1.2);
  }

  /** Rounds of work that take about five milliseconds here, once the JIT has seen them. */
  private static long calibrate(Callers callers) throws Exception {
    long rounds = 100;
    for (int pass = 0; pass < 4; pass++) { // each pass is nearer to the machine's real speed
      double best = Double.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        callers.get("/work?rounds=" + rounds);
        best = Math.min(best, (System.nanoTime() - start) / 1e6);
      }
      rounds = Math.max(1, Math.round(rounds * REQUEST_MILLIS / best));
    }
    return rounds;
  }

  private Map<Integer, Double> measure(Story story, Cluster cluster, Callers callers, String path)
      throws Exception {
    int window = millis > 0 ? millis : either(400, 160);
    int times = rounds > 0 ? rounds : 3;
    Map<Integer, List<Double>> rates = new TreeMap<>();
    Map<Integer, List<Double>> tails = new TreeMap<>();
    for (int round = 0; round < times; round++) { // ① interleaved, so that noise meets all alike
      for (int n : counts()) {
        cluster.balancer().rotation().policy(only(n)); // ② four are up, n are used
        Load load = Load.closed(n * CALLERS_PER_CLONE, Long.MAX_VALUE, number -> callers.get(path));
        Thread.sleep(window); // the length of the measurement
        Ledger ledger = load.stop();
        rates
            .computeIfAbsent(n, k -> new ArrayList<>())
            .add(ledger.acknowledgedCount() / load.seconds());
        tails.computeIfAbsent(n, k -> new ArrayList<>()).add(ledger.millisAt(95));
      }
    }
    Map<Integer, Double> best = new TreeMap<>();
    rates.forEach((n, all) -> best.put(n, median(all)));
    Story.Table table = story.table("clones", "requests/s", "speed-up", "p95 ms");
    best.forEach(
        (n, rate) ->
            table.row(n, rate, "%.2f".formatted(rate / best.get(1)), median(tails.get(n))));
    return best;
  }

  private int[] counts() {
    return quick ? QUICK_COUNTS : COUNTS;
  }

  private static Policy only(int n) {
    Policy inner = Policy.Kind.LEAST_CONNECTIONS.create();
    return (candidates, client) ->
        inner.pick(Arrays.copyOf(candidates, Math.min(n, candidates.length)), client);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  private static void curves(Story story, Map<String, Map<Integer, Double>> throughputs) {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    throughputs.forEach(
        (page, points) -> {
          UniversalScalability law = UniversalScalability.fit(points);
          story.event(
              page,
              "fitted: σ = %.2f of the work is serial, κ = %.3f is agreement",
              law.sigma(),
              law.kappa());
          series.put(
              page + " measured",
              points.entrySet().stream()
                  .map(p -> new Entry.Point(p.getKey(), p.getValue()))
                  .toList());
          series.put(
              page + " fitted",
              java.util.stream.IntStream.rangeClosed(1, 16)
                  .mapToObj(n -> new Entry.Point(n / 2.0 + 0.5, law.throughput(n / 2.0 + 0.5)))
                  .toList());
        });
    story.chart("Throughput by clones", "clones", "requests/s", series);
  }

  public static void main(String[] args) {
    run(new Lesson1Clones(), args);
  }
}

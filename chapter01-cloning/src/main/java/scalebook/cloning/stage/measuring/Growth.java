package scalebook.cloning.stage.measuring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import scalebook.cloning.client.Callers;
import scalebook.cloning.growth.UniversalScalability;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;

/**
 * How much a cluster serves with so many of its clones in use: medians over rounds in which all
 * counts come one after the other, so that noise meets them alike. A speed-up is the median of the
 * rounds' own: the two rates of a round had the same neighbours.
 *
 * @param rates requests a second, by clones
 * @param speedups rate by rate of one clone, by clones
 * @param tails the 95th percentile in milliseconds, by clones
 * @param allowed what two bare threads did beside it, as a multiple of one: all that could be
 *     gained
 */
public record Growth(
    Map<Integer, Double> rates,
    Map<Integer, Double> speedups,
    Map<Integer, Double> tails,
    double allowed) {
  private static final int CALLERS_PER_CLONE = 2;
  private static final int CONTROL_MILLIS = 60;

  /**
   * How to measure.
   *
   * @param counts of clones; one comes first
   * @param millis one measurement
   * @param policy among the clones in use
   */
  public record Plan(int[] counts, int rounds, int millis, Policy.Kind policy) {}

  public static Growth measure(Cluster cluster, Callers callers, String path, Plan plan)
      throws Exception {
    Map<Integer, List<Double>> rates = new TreeMap<>();
    Map<Integer, List<Double>> tails = new TreeMap<>();
    Map<Integer, List<Double>> speedups = new TreeMap<>();
    List<Double> allowed = new ArrayList<>();
    for (int round = 0; round < plan.rounds; round++) {
      double one = 0;
      for (int n : plan.counts) {
        cluster.balancer().rotation().policy(onlyThe(n, plan.policy.create()));
        Load load = Load.closed(n * CALLERS_PER_CLONE, Long.MAX_VALUE, number -> callers.get(path));
        double rate = rate(load, plan.millis);
        one = one == 0 ? rate : one;
        rates.computeIfAbsent(n, k -> new ArrayList<>()).add(rate);
        speedups.computeIfAbsent(n, k -> new ArrayList<>()).add(rate / one);
        tails.computeIfAbsent(n, k -> new ArrayList<>()).add(load.ledger().millisAt(95));
      }
      allowed.add(bare(2, CONTROL_MILLIS) / bare(1, CONTROL_MILLIS));
    }
    return new Growth(medians(rates), medians(speedups), medians(tails), median(allowed));
  }

  public double speedup(int clones) {
    return speedups.get(clones);
  }

  /** All clones are up, and the first n of them are used. */
  private static Policy onlyThe(int n, Policy inner) {
    return (candidates, client) ->
        inner.pick(Arrays.copyOf(candidates, Math.min(n, candidates.length)), client);
  }

  private static double bare(int threads, int millis) throws InterruptedException {
    return rate(Load.closed(threads, Long.MAX_VALUE, number -> DemoApp.burn(100)), millis);
  }

  private static double rate(Load load, int millis) throws InterruptedException {
    Thread.sleep(millis); // the length of the measurement
    double seconds = load.seconds();
    long count = load.ledger().acknowledgedCount();
    Ledger ledger = load.stop();
    if (ledger.failedCount() > 0) {
      throw new IllegalStateException("a measurement with failures is none: " + ledger);
    }
    return count / seconds;
  }

  private static Map<Integer, Double> medians(Map<Integer, List<Double>> all) {
    Map<Integer, Double> medians = new TreeMap<>();
    all.forEach((n, values) -> medians.put(n, median(values)));
    return medians;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** The measured points and the law's curve through them, by the name of what was asked for. */
  public static void draw(Story story, SortedMap<String, Growth> growths) {
    Map<String, List<Entry.Point>> series = new LinkedHashMap<>();
    growths.forEach(
        (page, growth) -> {
          UniversalScalability law = UniversalScalability.fit(growth.rates());
          story.event(page, "fitted: σ = %.2f, κ = %.3f", law.sigma(), law.kappa());
          List<Entry.Point> measured = new ArrayList<>();
          growth.rates().forEach((n, rate) -> measured.add(new Entry.Point(n, rate)));
          series.put(page + " measured", measured);
          series.put(
              page + " fitted",
              IntStream.rangeClosed(2, 16)
                  .mapToObj(half -> new Entry.Point(half / 2.0, law.throughput(half / 2.0)))
                  .toList());
        });
    story.chart("Throughput by clones", "clones", "requests/s", series);
  }
}

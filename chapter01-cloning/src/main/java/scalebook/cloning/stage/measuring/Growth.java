package scalebook.cloning.stage.measuring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import scalebook.cloning.growth.UniversalScalability;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.stage.Cluster;
import scalebook.cloning.stage.worker.DemoApp;
import scalebook.engines.http.Callers;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.story.Entry;
import scalebook.lab.story.Story;

/**
 * How much a cluster serves with some of its clones in use: the best of several rounds, in which
 * all counts come one after the other. A busy neighbour only ever lowers a rate.
 *
 * @param rates requests a second, by clones
 * @param tails the 95th percentile in milliseconds, by clones: the least of the rounds
 */
public record Growth(Map<Integer, Double> rates, Map<Integer, Double> tails) {
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
    Map<Integer, Double> rates = new TreeMap<>();
    Map<Integer, Double> tails = new TreeMap<>();
    for (int round = 0; round < plan.rounds; round++) {
      for (int n : plan.counts) {
        cluster.balancer().rotation().policy(onlyThe(n, plan.policy.create()));
        Load load = Load.closed(n * CALLERS_PER_CLONE, Long.MAX_VALUE, number -> callers.get(path));
        rates.merge(n, rate(load, plan.millis), Math::max);
        tails.merge(n, load.ledger().millisAt(95), Math::min);
      }
    }
    return new Growth(rates, tails);
  }

  /** What two bare threads do, as a multiple of one: all that clones could gain. */
  public static double allowed(int rounds) throws InterruptedException {
    double one = 0;
    double two = 0;
    for (int round = 0; round < rounds; round++) {
      two = Math.max(two, bare(2, CONTROL_MILLIS));
      one = Math.max(one, bare(1, CONTROL_MILLIS));
    }
    return two / one;
  }

  public double speedup(int clones) {
    return rates.get(clones) / rates.get(1);
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
      throw new IllegalStateException("requests failed, so nothing was measured: " + ledger);
    }
    return count / seconds;
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

package scalebook.caching.stage.eviction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import scalebook.caching.eviction.Eviction;
import scalebook.caching.eviction.Lru;
import scalebook.caching.eviction.ReuseDistances;
import scalebook.caching.stage.eviction.Trace.Hits;
import scalebook.lab.Own;
import scalebook.lab.story.Entry.Point;

/**
 * All policies on the same traces.
 *
 * @param with which mechanisms are at work
 * @param own classes of a reader's
 * @param seen what hit, by {@code trace.policy}
 */
public record Contest(
    List<Trace> traces, int capacity, Predicate<String> with, Own own, Map<String, Hits> seen) {
  private static final int[] QUARTERS = {1, 2, 4, 8, 16}; // of the capacity
  private static final int SAMPLES = 10;

  public Contest(int reads, int capacity, Predicate<String> with, Own own) {
    this(Trace.all(reads, capacity), capacity, with, own, new LinkedHashMap<>());
  }

  public Contest run(Policy policy) {
    run(policy.key(), trace -> run(policy, trace, capacity));
    return this;
  }

  private Hits run(Policy policy, Trace trace, int size) {
    Eviction ours = policy.cache(size, trace.keys(), with);
    return trace.through(OwnEviction.of(own, policy, size).orElse(ours));
  }

  private void run(String key, Function<Trace, Hits> cache) {
    traces.forEach(trace -> seen.put(trace + "." + key, cache.apply(trace)));
  }

  public Hits hits(String name) {
    return seen.get(name);
  }

  /** Whether our LRU and the model, which have nothing in common, agree on every single read. */
  public boolean equalsModel() {
    boolean equal = true;
    for (Trace trace : traces) {
      ReuseDistances model = new ReuseDistances(trace.keys());
      for (int quarters : QUARTERS) {
        int size = capacity * quarters / 4;
        equal &= run(Policy.LRU, trace, size).equalTo(i -> model.hits(i, size));
      }
    }
    return equal;
  }

  /** The hit share of every policy by the size of its cache, on the first trace. */
  public Map<String, List<Point>> bySize() {
    Map<String, List<Point>> chart = new LinkedHashMap<>();
    for (Policy policy : Policy.values()) {
      List<Point> points = new ArrayList<>();
      for (int quarters : QUARTERS) {
        int size = capacity * quarters / 4;
        points.add(new Point(size, run(policy, traces.get(0), size).share()));
      }
      chart.put(policy.toString(), points);
    }
    return chart;
  }

  /**
   * A real Redis on the same traces: by how many points it differs at most, the loop aside, from an
   * exact LRU with as many entries.
   */
  public double run(FullRedis redis, String policy) {
    double[] most = {0};
    run(
        "redis-" + policy,
        trace -> {
          FullRedis.Outcome outcome =
              redis.read(trace, "allkeys-" + policy, with.test("samples") ? SAMPLES : 1);
          ReuseDistances model = new ReuseDistances(trace.keys());
          Hits exact = new Hits(trace, i -> model.hits(i, outcome.entries()));
          double off = Math.abs(outcome.hits().share() - exact.share());
          most[0] = Math.max(most[0], "loop".equals(trace.name()) ? 0 : off);
          return outcome.hits();
        });
    return most[0];
  }

  /** Whether a scan leaves an LRU no better than an empty cache. */
  public boolean scanEmpties() {
    Hits scanned = hits("scan.lru");
    return scanned.after() == scanned.trace().afterFromEmpty(new Lru(capacity)).after();
  }

  /** Whether nobody has more hits than the optimum, on any trace. */
  public boolean nobodyBeatsBelady() {
    return seen.values().stream()
        .allMatch(hits -> hits.share() <= hits(hits.trace() + ".belady").share());
  }
}

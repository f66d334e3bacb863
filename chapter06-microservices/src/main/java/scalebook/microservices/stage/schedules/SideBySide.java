package scalebook.microservices.stage.schedules;

import java.util.LinkedHashMap;
import java.util.Map;
import scalebook.microservices.resilience.Bulkhead;
import scalebook.microservices.resilience.CircuitBreaker;

/** The same schedules for ours and for Resilience4j's, by the name of who lived through them. */
public final class SideBySide {
  private SideBySide() {}

  public static Map<String, BreakerLives.Seen> breakers(
      long seed, int count, CircuitBreaker.Settings rules) {
    Map<String, BreakerLives.Seen> all = new LinkedHashMap<>();
    for (boolean lossy : new boolean[] {false, true}) {
      String how = lossy ? ", calls get lost" : "";
      all.put(
          "ours" + how,
          BreakerLives.run(
              seed,
              count,
              lossy,
              rules,
              clock -> BreakerLives.ours(new CircuitBreaker(rules, clock))));
      all.put(
          "Resilience4j" + how,
          BreakerLives.run(seed, count, lossy, rules, clock -> Resilience4j.breaker(rules, clock)));
    }
    return all;
  }

  public static Map<String, BulkheadCrowds.Seen> bulkheads(long seed, int count, int places) {
    Map<String, BulkheadCrowds.Seen> all = new LinkedHashMap<>();
    all.put(
        "ours",
        BulkheadCrowds.run(seed, count, places, () -> BulkheadCrowds.ours(new Bulkhead(places))));
    all.put(
        "Resilience4j, told twice",
        BulkheadCrowds.run(seed, count, places, () -> Resilience4j.bulkhead(places)));
    return all;
  }
}

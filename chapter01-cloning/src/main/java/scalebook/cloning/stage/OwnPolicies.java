package scalebook.cloning.stage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;

/**
 * Policies made of what a reader wrote for an exercise. All event loops ask; a reader's class is
 * asked by one at a time.
 */
public final class OwnPolicies {
  private OwnPolicies() {}

  /** Exercise LeastConnections. */
  @FunctionalInterface
  public interface Fewest {
    int pick(int[] inFlight);
  }

  /** Exercise SmoothWeightedRoundRobin. */
  @FunctionalInterface
  public interface Turns {
    String next();
  }

  public static Policy of(Fewest fewest, ToIntFunction<Backend> load) {
    return (candidates, client) -> {
      synchronized (fewest) {
        return candidates[fewest.pick(Stream.of(candidates).mapToInt(load).toArray())];
      }
    };
  }

  /** {@code made}: a new one for these weights, each time that clones come or go. */
  public static Policy of(Function<Map<String, Integer>, Turns> made) {
    Map<Map<String, Integer>, Turns> known = new HashMap<>();
    return (candidates, client) -> {
      Map<String, Integer> weights = new LinkedHashMap<>();
      Map<String, Backend> byName = new HashMap<>();
      for (Backend one : candidates) {
        weights.put(one.name(), one.weight());
        byName.put(one.name(), one);
      }
      synchronized (known) {
        return byName.get(known.computeIfAbsent(weights, made).next());
      }
    };
  }
}

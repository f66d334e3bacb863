package scalebook.cloning.stage;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.policy.Policy;
import scalebook.lab.Own;

/**
 * Policies made of what a reader wrote for an exercise. All event loops ask; a reader's class is
 * asked by one at a time.
 */
public final class OwnPolicies {
  private static final String WEIGHTED = "SmoothWeightedRoundRobin";

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

  /** What the reader wrote of this kind. */
  public static Optional<Policy> of(Own own, Policy.Kind kind, Policy.Sight sight) {
    return switch (kind) {
      case LEAST_CONNECTIONS ->
          own.made("LeastConnections", Fewest.class).map(fewest -> of(fewest, sight.load()));
      case WEIGHTED -> weighted(weights -> own.made(WEIGHTED, Turns.class, weights));
      default -> Optional.empty();
    };
  }

  private static Policy of(Fewest fewest, ToIntFunction<Backend> load) {
    return (candidates, client) -> {
      synchronized (fewest) {
        return candidates[fewest.pick(Stream.of(candidates).mapToInt(load).toArray())];
      }
    };
  }

  /** {@code made}: a new one for these weights, each time that clones come or go. */
  private static Optional<Policy> weighted(Function<Map<String, Integer>, Optional<Turns>> made) {
    if (made.apply(Map.of("any", 1)).isEmpty()) {
      return Optional.empty();
    }
    Map<Map<String, Integer>, Turns> known = new HashMap<>();
    return Optional.of(
        (candidates, client) -> {
          Map<String, Integer> weights = new LinkedHashMap<>();
          Map<String, Backend> byName = new HashMap<>();
          for (Backend one : candidates) {
            weights.put(one.name(), one.weight());
            byName.put(one.name(), one);
          }
          synchronized (known) {
            Turns turns = known.computeIfAbsent(weights, all -> made.apply(all).orElseThrow());
            return byName.get(turns.next());
          }
        });
  }
}

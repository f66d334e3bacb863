package scalebook.cloning.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/** Which addresses of a name a client gets: most clients take the first. */
@FunctionalInterface
public interface Choice {
  /** In the order of the zone's file, always. */
  Choice AS_WRITTEN = (addresses, client) -> addresses;

  /** {@code addresses}: at least one; {@code client}: where it is, if anybody told. */
  List<String> order(List<String> addresses, Optional<Subnet> client);

  /** Each answer begins with the next address. */
  static Choice rotation() {
    AtomicInteger turn = new AtomicInteger();
    return (addresses, client) -> {
      List<String> rotated = new ArrayList<>(addresses);
      Collections.rotate(rotated, -Math.floorMod(turn.getAndIncrement(), addresses.size()));
      return rotated;
    };
  }

  /** One address, by chance and weight; an address without a weight weighs 1. */
  static Choice weighted(Map<String, Integer> weights, RandomGenerator random) {
    return (addresses, client) -> {
      int all = addresses.stream().mapToInt(a -> weights.getOrDefault(a, 1)).sum();
      int left = random.nextInt(all);
      for (String address : addresses) {
        left -= weights.getOrDefault(address, 1);
        if (left < 0) {
          return List.of(address);
        }
      }
      throw new IllegalStateException("weights that change meanwhile: " + weights);
    };
  }

  /** The one that answered fastest when it was checked. */
  static Choice fastest(ToDoubleFunction<String> millis) {
    return (addresses, client) ->
        List.of(Collections.min(addresses, Comparator.comparingDouble(millis)));
  }

  /** The address of the first place that the client is in; {@code otherwise} for all others. */
  static Choice nearest(Map<Subnet, String> places, Choice otherwise) {
    return (addresses, client) ->
        client.stream()
            .flatMap(at -> places.entrySet().stream().filter(place -> place.getKey().contains(at)))
            .map(Map.Entry::getValue)
            .filter(addresses::contains)
            .findFirst()
            .map(List::of)
            .orElseGet(() -> otherwise.order(addresses, client));
  }

  /** As this one, among those that are well; when none is, the checks are distrusted. */
  default Choice among(Predicate<String> healthy) {
    return (addresses, client) -> {
      List<String> well = addresses.stream().filter(healthy).toList();
      return order(well.isEmpty() ? addresses : well, client);
    };
  }
}

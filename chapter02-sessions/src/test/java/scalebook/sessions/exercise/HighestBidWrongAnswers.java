package scalebook.sessions.exercise;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToLongBiFunction;

/** What people really write. */
final class HighestBidWrongAnswers {
  private static long hash(String text) {
    long hash = 7;
    for (char letter : text.toCharArray()) {
      hash = new SplittableRandom(hash * 31 + letter).nextLong();
    }
    return hash;
  }

  private static HighestBidContract.Answer highest(ToLongBiFunction<String, String> bid) {
    return (address, alive) ->
        alive.stream()
            .max(
                Comparator.comparingLong((String worker) -> bid.applyAsLong(address, worker))
                    .thenComparing(worker -> worker))
            .orElseThrow();
  }

  /** The remainder of a division by a number that changes. */
  static class ModuloN extends HighestBidContract {
    @Override
    Answer answer() {
      return (address, alive) ->
          alive.stream()
              .sorted()
              .toList()
              .get((int) Math.floorMod(hash(address), (long) alive.size()));
    }
  }

  /** A place in the list, and each balancer has its own list. */
  static class APlaceInTheList extends HighestBidContract {
    @Override
    Answer answer() {
      return (address, alive) -> alive.get((int) Math.floorMod(hash(address), (long) alive.size()));
    }
  }

  /** A table in this balancer's memory. */
  static class RemembersTheFirstChoice extends HighestBidContract {
    @Override
    Answer answer() {
      Map<String, String> homes = new HashMap<>();
      int[] turn = {0};
      return (address, alive) -> {
        if (!alive.contains(homes.getOrDefault(address, ""))) {
          homes.put(address, alive.get(turn[0]++ % alive.size()));
        }
        return homes.get(address);
      };
    }
  }

  /** Bids of neighbours are neighbours. */
  static class HashCodeOfBoth extends HighestBidContract {
    @Override
    Answer answer() {
      return highest((address, worker) -> (address + worker).hashCode());
    }
  }

  /** Half of the bits of the one decide, whatever the other is. */
  static class OneXorTheOther extends HighestBidContract {
    @Override
    Answer answer() {
      return highest((address, worker) -> address.hashCode() ^ worker.hashCode());
    }
  }

  /** The sum is as high for all addresses. */
  static class TheSum extends HighestBidContract {
    @Override
    Answer answer() {
      return highest((address, worker) -> (hash(address) >>> 2) + (hash(worker) >>> 2));
    }
  }

  /** On to the next one: it gets all that the dead one had. */
  static class OnToTheNext extends HighestBidContract {
    @Override
    Answer answer() {
      TreeSet<String> known = new TreeSet<>();
      return (address, alive) -> {
        known.addAll(alive);
        List<String> all = new ArrayList<>(known);
        int at = (int) Math.floorMod(hash(address), (long) all.size());
        while (!alive.contains(all.get(at))) {
          at = (at + 1) % all.size();
        }
        return all.get(at);
      };
    }
  }

  /** A ring with one point for each worker: the arcs are not of one length. */
  static class OnePointOnTheRing extends HighestBidContract {
    @Override
    Answer answer() {
      return highest((address, worker) -> hash(address) - hash(worker));
    }
  }

  /** The network chooses: neighbours stay together. */
  static class TheNetworkOnly extends HighestBidContract {
    @Override
    Answer answer() {
      return highest(
          (address, worker) -> hash(address.substring(0, address.indexOf('.', 3)) + worker));
    }
  }

  /** The one that has fewest so far. */
  static class TheFewestSoFar extends HighestBidContract {
    @Override
    Answer answer() {
      Map<String, Integer> counts = new HashMap<>();
      Map<String, String> homes = new HashMap<>();
      return (address, alive) -> {
        String home = homes.get(address);
        if (home == null || !alive.contains(home)) {
          home =
              alive.stream()
                  .min(Comparator.comparingInt(w -> counts.getOrDefault(w, 0)))
                  .orElseThrow();
          counts.merge(home, 1, Integer::sum);
          homes.put(address, home);
        }
        return home;
      };
    }
  }

  private HighestBidWrongAnswers() {}
}

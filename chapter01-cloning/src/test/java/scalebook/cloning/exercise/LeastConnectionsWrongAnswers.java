package scalebook.cloning.exercise;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** What people really write. */
final class LeastConnectionsWrongAnswers {
  /** The first of equals: in an idle group that is always the same one. */
  static class AlwaysTheFirst extends LeastConnectionsContract {
    @Override
    Answer answer() {
      return inFlight -> {
        int best = 0;
        for (int i = 1; i < inFlight.length; i++) {
          best = inFlight[i] < inFlight[best] ? i : best;
        }
        return best;
      };
    }
  }

  /** Turns without a look at the load. */
  static class RoundRobin extends LeastConnectionsContract {
    @Override
    Answer answer() {
      int[] next = {0};
      return inFlight -> next[0]++ % inFlight.length;
    }
  }

  /** Counts the request in by itself, and so twice. */
  static class CountsToo extends LeastConnectionsContract {
    @Override
    Answer answer() {
      return inFlight -> {
        int best = 0;
        for (int i = 1; i < inFlight.length; i++) {
          best = inFlight[i] < inFlight[best] ? i : best;
        }
        inFlight[best]++;
        return best;
      };
    }
  }

  /** Begins each search one clone further: an equal behind a busy clone gets the turns of both. */
  static class OneFurtherEachTime extends LeastConnectionsContract {
    @Override
    Answer answer() {
      int[] start = {0};
      return inFlight -> first(inFlight, start[0]++);
    }
  }

  private static int first(int[] inFlight, int from) {
    int best = from % inFlight.length;
    for (int i = 1; i < inFlight.length; i++) {
      int clone = (from + i) % inFlight.length;
      best = inFlight[clone] < inFlight[best] ? clone : best;
    }
    return best;
  }

  /** Remembers how many clones there were at first. */
  static class KnowsItsClones extends LeastConnectionsContract {
    @Override
    Answer answer() {
      int[] next = {0};
      int[] clones = {0};
      return inFlight -> {
        clones[0] = clones[0] == 0 ? inFlight.length : clones[0];
        int best = next[0];
        for (int i = 1; i < clones[0]; i++) {
          int clone = (next[0] + i) % clones[0];
          best = inFlight[clone] < inFlight[best] ? clone : best;
        }
        next[0] = (best + 1) % clones[0];
        return best;
      };
    }
  }

  /** By lot among equals: fair in the end, and not in turn. */
  static class ByLot extends LeastConnectionsContract {
    @Override
    Answer answer() {
      Random random = new Random(3);
      return inFlight -> first(inFlight, random.nextInt(inFlight.length));
    }
  }

  /** Takes turns only in an idle group. */
  static class TurnsWhenIdle extends LeastConnectionsContract {
    @Override
    Answer answer() {
      int[] next = {0};
      return inFlight ->
          first(inFlight, IntStream.of(inFlight).allMatch(n -> n == 0) ? next[0]++ : 0);
    }
  }

  /** Sorts the given array to find the smallest. */
  static class SortsWhatItIsShown extends LeastConnectionsContract {
    @Override
    Answer answer() {
      return inFlight -> {
        int[] before = inFlight.clone();
        Arrays.sort(inFlight);
        return IntStream.range(0, before.length)
            .filter(i -> before[i] == inFlight[0])
            .findFirst()
            .orElseThrow();
      };
    }
  }

  /**
   * A new number of clones begins the turns anew: while they come and go, the first has them all.
   */
  static class NewLengthNewTurns extends LeastConnectionsContract {
    @Override
    Answer answer() {
      int[] length = {0};
      Answer[] ours = {null};
      return inFlight -> {
        if (inFlight.length != length[0]) {
          ours[0] = new scalebook.cloning.solution.LeastConnections()::pick;
        }
        length[0] = inFlight.length;
        return ours[0].pick(inFlight);
      };
    }
  }

  /** One turn for all balancers of a process: each misses those that the other one takes. */
  static class OneTurnForAll extends LeastConnectionsContract {
    private static final scalebook.cloning.solution.LeastConnections OURS =
        new scalebook.cloning.solution.LeastConnections();

    @Override
    Answer answer() {
      return OURS::pick;
    }
  }

  private LeastConnectionsWrongAnswers() {}
}

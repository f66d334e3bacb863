package scalebook.cloning.exercise;

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

  private LeastConnectionsWrongAnswers() {}
}

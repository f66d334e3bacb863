package scalebook.cloning.solution;

/** Looks at all clones, each time from the one behind the last choice: so equals take turns. */
public final class LeastConnections {
  private int next;

  public int pick(int[] inFlight) {
    int from = next % inFlight.length; // clones come and go
    int best = from;
    for (int i = 1; i < inFlight.length; i++) {
      int clone = (from + i) % inFlight.length;
      if (inFlight[clone] < inFlight[best]) {
        best = clone;
      }
    }
    next = best + 1;
    return best;
  }
}

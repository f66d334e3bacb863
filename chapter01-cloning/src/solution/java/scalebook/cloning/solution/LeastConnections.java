package scalebook.cloning.solution;

/** Looks at all clones, each time from the next one on: so equals take turns. */
public final class LeastConnections {
  private int start;

  public int pick(int[] inFlight) {
    int from = Math.floorMod(start++, inFlight.length);
    int best = from;
    for (int i = 1; i < inFlight.length; i++) {
      int clone = (from + i) % inFlight.length;
      if (inFlight[clone] < inFlight[best]) {
        best = clone;
      }
    }
    return best;
  }
}

package scalebook.cloning.exercise;

import scalebook.lab.exercise.Todo;

/**
 * The clone with the fewest requests under way; clones that have equally few take turns.
 *
 * <p>The turns matter: most groups are idle most of the time, and then all clones are equal. Equals
 * get the same number of requests, also when a busier clone stands between them.
 */
public final class LeastConnections {
  /**
   * {@code inFlight[i]} requests are under way at clone i, which is only to be looked at; returns
   * the chosen clone's index. There may be more or fewer clones the next time.
   */
  public int pick(int[] inFlight) {
    throw new Todo("the fewest requests under way, and turns among equals");
  }
}

package scalebook.cloning.exercise;

import scalebook.lab.exercise.Todo;

/**
 * The clone with the fewest requests under way; clones that have equally few take turns.
 *
 * <p>The turns matter: most groups are idle most of the time, and then all clones are equal.
 */
public final class LeastConnections {
  /** {@code inFlight[i]} requests are under way at clone i; returns the chosen clone's index. */
  public int pick(int[] inFlight) {
    throw new Todo("the fewest requests under way, and turns among equals");
  }
}

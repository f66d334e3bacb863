package scalebook.cloning.exercise;

import scalebook.lab.exercise.Todo;

/**
 * How many clones there should be, so that each gets its target of requests a second.
 *
 * <p>Wanted is ⌈total / target⌉, from {@code floor} to {@code ceiling}. When the clones that are
 * there miss the target by no more than {@code tolerance}, they are wanted as they are, from {@code
 * floor} to {@code ceiling}, too. More clones come at once; fewer are kept only when none of the
 * last {@code coolDownMillis}, its end included, wanted more. A total that is not known ({@link
 * Double#NaN}) changes nothing.
 */
public final class TargetTracking {
  private final double target;
  private final int floor;
  private final int ceiling;
  private final double tolerance;
  private final long coolDownMillis;

  public TargetTracking(
      double target, int floor, int ceiling, double tolerance, long coolDownMillis) {
    this.target = target;
    this.floor = floor;
    this.ceiling = ceiling;
    this.tolerance = tolerance;
    this.coolDownMillis = coolDownMillis;
  }

  /**
   * Called again and again with the time, the clones that are there, and the requests a second that
   * all of them get together.
   */
  public int decide(long nowMillis, int clones, double total) {
    throw new Todo("out at once, in late, and nothing on a guess");
  }
}

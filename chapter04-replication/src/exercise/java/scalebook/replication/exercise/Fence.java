package scalebook.replication.exercise;

import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * What a primary asks itself before each acknowledgement: is it still mine to give?
 *
 * <p>A lease lets one epoch acknowledge for a while. Whoever answers late, after a pause for
 * instance, must find it closed by its own clock alone.
 */
public final class Fence {
  /**
   * @param nanoClock as {@link System#nanoTime}: it may be negative, and it may overflow
   */
  public Fence(LongSupplier nanoClock) {}

  /**
   * A lease was granted; the answer has just come, perhaps after the answer to a later question. A
   * new epoch begins with its own time.
   *
   * @param askedAtNanos when it was asked for, on our clock
   * @param ttlNanos how long it lasts at the keeper, from when it was granted there
   */
  public void granted(long epoch, long askedAtNanos, long ttlNanos) {
    throw new Todo("until when is it safe? and is this epoch still the newest?");
  }

  /** Somebody spoke of this epoch: ours, or another one's, a newer or an older one. */
  public void heard(long epoch) {
    throw new Todo("a newer one ends ours");
  }

  /** Whether a write of this epoch may be acknowledged now; before the first lease, none. */
  public boolean mayAcknowledge(long epoch) {
    throw new Todo("the newest epoch, and time left");
  }
}

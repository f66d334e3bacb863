package scalebook.cloning.exercise;

import java.util.List;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * Leaves a clone out of rotation that fails several times in a row.
 *
 * <ul>
 *   <li>{@code failuresInARow} failures of one clone, with no answer of that clone between them,
 *       eject it. What ends while it is ejected began before, and changes nothing.
 *   <li>It is back after {@code baseMillis}, on probation: one failure is enough, and each further
 *       ejection lasts twice as long as the one before, up to the 20th doubling. An answer ends the
 *       probation and clears the record.
 *   <li>At least half of the clones stay in rotation, however many there are: when more look sick,
 *       the fault is more likely elsewhere. A clone that had to stay keeps its row of failures: its
 *       next failure ejects it, when there is room by then.
 * </ul>
 */
public final class OutlierEjection {
  public OutlierEjection(
      List<String> clones, int failuresInARow, long baseMillis, LongSupplier clockMillis) {}

  /** The clone did not answer a request. */
  public void failed(String clone) {
    throw new Todo("count failures in a row, and eject");
  }

  /** The clone answered a request. */
  public void answered(String clone) {
    throw new Todo("an answer ends the row, unless the clone is ejected");
  }

  /** The clones that get requests now, in their original order. */
  public List<String> inRotation() {
    throw new Todo("all that are not ejected");
  }
}

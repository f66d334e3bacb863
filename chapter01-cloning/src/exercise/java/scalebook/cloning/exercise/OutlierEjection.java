package scalebook.cloning.exercise;

import java.util.List;
import java.util.function.LongSupplier;
import scalebook.lab.exercise.Todo;

/**
 * Leaves a clone out of rotation that fails several times in a row.
 *
 * <ul>
 *   <li>{@code failuresInARow} failures with no answer between them eject a clone.
 *   <li>It is back after {@code baseMillis}; each further ejection, with no answer since, lasts
 *       twice as long as the one before. While on probation, one failure is enough.
 *   <li>At least half of the clones stay in rotation: when more look sick, the fault is more likely
 *       elsewhere.
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

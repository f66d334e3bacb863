package scalebook.cloning.solution;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Leaves a clone out that fails several times in a row, longer each time, but never most of them.
 */
public final class OutlierEjection {
  private static final int MOST_DOUBLINGS = 20;

  private final List<String> clones;
  private final int failuresInARow;
  private final long baseMillis;
  private final LongSupplier clock;
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Integer> ejections = new HashMap<>();
  private final Map<String, Long> until = new HashMap<>();

  public OutlierEjection(
      List<String> clones, int failuresInARow, long baseMillis, LongSupplier clockMillis) {
    this.clones = List.copyOf(clones);
    this.failuresInARow = failuresInARow;
    this.baseMillis = baseMillis;
    this.clock = clockMillis;
  }

  public void failed(String clone) {
    int inARow = failures.merge(clone, 1, Integer::sum);
    boolean onProbation = ejections.containsKey(clone);
    boolean halfStays = (inRotation().size() - 1) * 2 >= clones.size();
    if (!ejected(clone) && halfStays && (onProbation || inARow >= failuresInARow)) {
      int before = Math.min(ejections.merge(clone, 1, Integer::sum) - 1, MOST_DOUBLINGS);
      until.put(clone, clock.getAsLong() + (baseMillis << before));
    }
  }

  public void answered(String clone) {
    if (!ejected(clone)) { // an answer to an older request proves nothing
      failures.remove(clone);
      ejections.remove(clone);
    }
  }

  private boolean ejected(String clone) {
    return until.containsKey(clone) && clock.getAsLong() < until.get(clone);
  }

  public List<String> inRotation() {
    return clones.stream().filter(clone -> !ejected(clone)).toList();
  }
}

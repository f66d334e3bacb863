package scalebook.cloning.health;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Passive health: a clone that fails several times in a row is left out for a while, longer each
 * time it comes back no better.
 *
 * <p>Only failures of the clone itself count (no connection, no answer): a page that is broken
 * everywhere answers 500 from everywhere, and must not empty the list.
 */
public final class Outliers implements Ejection {
  private final int failuresInARow;
  private final long baseNanos;
  private final long mostNanos;
  private final LongSupplier clock;
  private final Map<String, State> states = new HashMap<>();

  private static final class State {
    private int inARow;
    private int ejections;
    private long until = Long.MIN_VALUE;
  }

  public Outliers(int failuresInARow, long baseMillis, long mostMillis, LongSupplier nanoClock) {
    this.failuresInARow = failuresInARow;
    this.baseNanos = baseMillis * 1_000_000;
    this.mostNanos = mostMillis * 1_000_000;
    this.clock = nanoClock;
  }

  @Override
  public synchronized boolean failed(String clone) {
    State state = states.computeIfAbsent(clone, unused -> new State());
    state.inARow++;
    if (state.inARow < failuresInARow || ejected(state)) {
      return false;
    }
    long pause = baseNanos << Math.min(state.ejections, 20);
    state.ejections++;
    state.inARow = failuresInARow - 1; // back on probation: the next failure ejects at once
    state.until = clock.getAsLong() + Math.min(pause, mostNanos);
    return true;
  }

  @Override
  public synchronized void answered(String clone) {
    State state = states.get(clone);
    if (state != null && !ejected(state)) {
      // While it is ejected, answers to older requests prove nothing.
      states.remove(clone);
    }
  }

  @Override
  public synchronized boolean ejected(String clone) {
    State state = states.get(clone);
    return state != null && ejected(state);
  }

  private boolean ejected(State state) {
    return state.until != Long.MIN_VALUE && clock.getAsLong() - state.until < 0;
  }

  @Override
  public synchronized void forget(String clone) {
    states.remove(clone);
  }
}

package scalebook.microservices.resilience;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Stops calls to a dependency that fails, and tries again later, with a few calls only.
 *
 * <p>Closed: everybody may call, and the last outcomes are counted. Open: nobody may, for a while.
 * Half open: a fixed number of trials; all good closes it, one bad opens it again.
 */
public final class CircuitBreaker implements Breaker {
  private final Settings settings;
  private final LongSupplier clock;
  private final Deque<Boolean> failures = new ArrayDeque<>(); // the last outcomes, oldest first
  private State state = State.CLOSED;
  private long since;
  private long generation;
  private int failed;
  private int trialsOut;
  private int trialsGood;

  /** Where it stands. */
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /**
   * When it opens, and for how long.
   *
   * @param window the last outcomes that count
   * @param least it never opens before this number of outcomes
   * @param failureShare of them failed: it opens
   * @param openNanos from then until the first trial; also the most that trials may take together
   * @param trials calls that are let through to find out
   * @param generations the end of a call counts only in the state that let it through
   * @param givesUp trials that do not come back make room for others after {@code openNanos}
   */
  public record Settings(
      int window,
      int least,
      double failureShare,
      long openNanos,
      int trials,
      boolean generations,
      boolean givesUp) {
    public Settings(int window, int least, double failureShare, long openNanos, int trials) {
      this(window, least, failureShare, openNanos, trials, true, true);
    }

    public static Settings defaults() {
      return new Settings(20, 10, 0.5, 1_000_000_000L, 3);
    }

    /** No share of failures opens it. */
    public Settings neverOpen() {
      return new Settings(window, least, 2, openNanos, trials, generations, givesUp);
    }

    /** A late outcome counts in whatever state the breaker is by then. */
    public Settings noGenerations() {
      return new Settings(window, least, failureShare, openNanos, trials, false, givesUp);
    }

    /** It waits for its trials for ever. */
    public Settings neverGiveUp() {
      return new Settings(window, least, failureShare, openNanos, trials, generations, false);
    }
  }

  public CircuitBreaker(Settings settings, LongSupplier nanoClock) {
    this.settings = settings;
    this.clock = nanoClock;
    this.since = nanoClock.getAsLong();
  }

  /**
   * Leave for one call. It is closed in any case, or it would count as under way for ever: without
   * an outcome it was cancelled, and says nothing about the other side.
   */
  public final class Permit implements Leave {
    private final long mine = generation;
    private final boolean trial = state == State.HALF_OPEN;
    private boolean over;

    private Permit() {}

    @Override
    public boolean trial() {
      return trial;
    }

    @Override
    public void succeeded() {
      end(Outcome.GOOD);
    }

    @Override
    public void failed() {
      end(Outcome.BAD);
    }

    @Override
    public void close() {
      end(Outcome.NONE);
    }

    private void end(Outcome outcome) {
      synchronized (CircuitBreaker.this) {
        if (!over) {
          over = true;
          if (mine == generation
              || !settings.generations()) { // else the state it was given for is history
            record(outcome);
          }
        }
      }
    }
  }

  private enum Outcome {
    GOOD,
    BAD,
    NONE
  }

  @Override
  public synchronized Optional<Permit> tryAcquire() {
    boolean waited = clock.getAsLong() - since >= settings.openNanos();
    if (waited && (state == State.OPEN || state == State.HALF_OPEN && settings.givesUp())) {
      change(State.HALF_OPEN); // also when trials never came back: it must not be stuck
    }
    return switch (state) {
      case CLOSED -> Optional.of(new Permit());
      case OPEN -> Optional.empty();
      case HALF_OPEN -> {
        if (trialsOut + trialsGood >= settings.trials()) {
          yield Optional.empty();
        }
        trialsOut++;
        yield Optional.of(new Permit());
      }
    };
  }

  private void record(Outcome outcome) {
    if (state == State.HALF_OPEN) {
      trial(outcome);
    } else if (outcome != Outcome.NONE) {
      count(outcome == Outcome.BAD);
      if (failures.size() >= settings.least()
          && failed >= settings.failureShare() * failures.size()) {
        change(State.OPEN);
      }
    }
  }

  private void trial(Outcome outcome) {
    trialsOut--;
    if (outcome == Outcome.BAD) {
      change(State.OPEN);
    } else if (outcome == Outcome.GOOD && ++trialsGood == settings.trials()) {
      change(State.CLOSED);
    }
  }

  private void count(boolean bad) {
    if (failures.size() == settings.window()) {
      failed -= failures.removeFirst() ? 1 : 0;
    }
    failures.addLast(bad);
    failed += bad ? 1 : 0;
  }

  private void change(State to) {
    state = to;
    since = clock.getAsLong();
    generation++; // permits of before change nothing any more
    failures.clear();
    failed = 0;
    trialsOut = 0;
    trialsGood = 0;
  }

  public synchronized State state() {
    return state;
  }
}

package scalebook.microservices.stage.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import scalebook.microservices.resilience.CircuitBreaker;

/**
 * Random lives of a circuit breaker: calls, good and bad ends, cancellations, calls that never come
 * back, and a clock that jumps. Seeded, so that a bad one can be told.
 */
public final class BreakerLives {
  private static final int STEPS = 40;
  private static final int MOST_UNDER_WAY = 12;

  private final Random random;
  private final boolean lossy;
  private final CircuitBreaker.Settings rules;
  private final Subject subject;
  private final List<Call> underWay = new ArrayList<>();
  private CircuitBreaker.State last = CircuitBreaker.State.CLOSED;
  private long now = 1;
  private int era; // counts changes of state
  private long eraStart;
  private int admittedInEra;
  private boolean overInEra;
  private Seen seen = new Seen(0, 0, 0, 0);

  /** The ends of a call. */
  public enum End {
    GOOD,
    BAD,
    CANCELLED
  }

  /**
   * A breaker, ours or another.
   *
   * @param tryCall what is told how a call ends that was let through; empty when it was not
   */
  public record Subject(
      Supplier<Optional<Consumer<End>>> tryCall, Supplier<CircuitBreaker.State> state) {}

  private record Call(Consumer<End> ends, int era) {}

  /**
   * What was seen.
   *
   * @param admitted the most calls that were let through in one half-open time, cancelled ones not
   *     counted
   * @param overAdmitted half-open times with more than permitted
   * @param stuck breakers that did not close again when everything was good
   */
  public record Seen(long halfOpens, int admitted, long overAdmitted, long stuck) {
    /** Both together. */
    Seen and(Seen other) {
      return and(other.halfOpens, other.admitted, other.overAdmitted, other.stuck);
    }

    Seen and(long halfOpensMore, int admittedThen, long overMore, long stuckMore) {
      return new Seen(
          halfOpens + halfOpensMore,
          Math.max(admitted, admittedThen),
          overAdmitted + overMore,
          stuck + stuckMore);
    }
  }

  private BreakerLives(
      Random random,
      boolean lossy,
      CircuitBreaker.Settings rules,
      Function<LongSupplier, Subject> breakers) {
    this.random = random;
    this.lossy = lossy;
    this.rules = rules;
    this.subject = breakers.apply(() -> now);
  }

  /** {@code lossy}: some calls never come back, with no end of any kind. */
  public static Seen run(
      long seed,
      int count,
      boolean lossy,
      CircuitBreaker.Settings rules,
      Function<LongSupplier, Subject> breakers) {
    Seen all = new Seen(0, 0, 0, 0);
    for (int i = 0; i < count; i++) {
      BreakerLives life = new BreakerLives(new Random(seed + i), lossy, rules, breakers);
      life.live();
      Seen one = life.seen;
      int stuck = life.closesAgain() ? 0 : 1;
      all = all.and(one.halfOpens, one.admitted, one.overAdmitted, stuck);
    }
    return all;
  }

  /** Lives in which every call comes back, and as many in which some get lost. */
  static Seen both(
      long seed,
      int count,
      CircuitBreaker.Settings rules,
      Function<LongSupplier, Subject> breakers) {
    return run(seed, count, false, rules, breakers).and(run(seed, count, true, rules, breakers));
  }

  public static Subject ours(CircuitBreaker.Settings settings, LongSupplier clock) {
    CircuitBreaker breaker = new CircuitBreaker(settings, clock);
    return new Subject(
        () -> breaker.tryAcquire().map(permit -> end -> end(permit, end)), breaker::state);
  }

  private static void end(CircuitBreaker.Permit permit, End end) {
    switch (end) {
      case GOOD -> permit.succeeded();
      case BAD -> permit.failed();
      case CANCELLED -> permit.close();
    }
  }

  private void live() {
    for (int step = 0; step < STEPS; step++) {
      // Drawn for every step, whatever it does: a seed is the same schedule for every breaker.
      int what = random.nextInt(100);
      double which = random.nextDouble();
      if (what < 45) {
        call();
      } else if (what >= 90) {
        now += which < 0.33 ? rules.openNanos() : rules.openNanos() / 4;
      } else if (!underWay.isEmpty()) {
        end(what, underWay.remove((int) (which * underWay.size())));
      }
      look();
    }
  }

  private void newEra() {
    era++;
    eraStart = now;
    admittedInEra = 0;
    overInEra = false;
  }

  private void call() {
    if (underWay.size() == MOST_UNDER_WAY) {
      return;
    }
    if (last == CircuitBreaker.State.HALF_OPEN && now - eraStart >= rules.openNanos()) {
      newEra(); // trials that never came back may be given up now, and others try
    }
    Optional<Consumer<End>> ends = subject.tryCall().get();
    look(); // asking may have changed the state
    if (ends.isPresent() && last == CircuitBreaker.State.HALF_OPEN) {
      admittedInEra++;
      boolean over = admittedInEra > rules.trials();
      seen = seen.and(0, admittedInEra, over && !overInEra ? 1 : 0, 0);
      overInEra |= over;
    }
    ends.ifPresent(one -> underWay.add(new Call(one, era)));
  }

  private void end(int what, Call call) {
    if (lossy && what < 50) {
      return; // it never comes back
    }
    End end = what < 58 ? End.CANCELLED : what < 76 ? End.BAD : End.GOOD;
    if (end == End.CANCELLED && call.era == era && last == CircuitBreaker.State.HALF_OPEN) {
      admittedInEra--; // its place may be given again
    }
    call.ends.accept(end);
  }

  private void look() {
    CircuitBreaker.State state = subject.state().get();
    if (state != last) {
      last = state;
      newEra();
      seen = seen.and(state == CircuitBreaker.State.HALF_OPEN ? 1 : 0, 0, 0, 0);
    }
  }

  /** Time passes, and whoever is let through is answered well. */
  private boolean closesAgain() {
    if (!lossy) {
      underWay.forEach(call -> call.ends.accept(End.CANCELLED));
    }
    for (int round = 0; round < 3; round++) {
      now += 2 * rules.openNanos();
      for (int i = 0; i <= rules.trials(); i++) {
        subject.tryCall().get().ifPresent(ends -> ends.accept(End.GOOD));
      }
    }
    return subject.state().get() == CircuitBreaker.State.CLOSED;
  }
}

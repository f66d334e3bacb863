package scalebook.microservices.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Random lives of a circuit breaker: calls, good and bad ends, cancellations, calls that never come
 * back, and a clock that jumps. And of a bulkhead: calls enter, end, and some end twice. Seeded, so
 * that a bad one can be told.
 */
public final class Schedules {
  private static final int STEPS = 40;
  private static final int MOST_UNDER_WAY = 12;

  private Schedules() {}

  /** A breaker, ours or another. */
  public interface Subject {
    /** What ends a call that was let through; null when it was not. */
    Ends tryCall();

    CircuitBreaker.State state();
  }

  /** The three ends of a call. */
  public interface Ends {
    void good();

    void bad();

    void cancelled();
  }

  /** How long it stays open, and how many trials it permits. */
  public record Rules(long openNanos, int trials) {}

  /**
   * What was seen.
   *
   * @param admitted the most calls that were let through in one half-open time, cancelled ones not
   *     counted
   * @param overAdmitted half-open times with more than permitted
   * @param stuck breakers that did not close again when everything was good
   */
  public record Seen(long schedules, long halfOpens, int admitted, long overAdmitted, long stuck) {}

  /** A bulkhead, ours or another. */
  public interface Entrance {
    /** What a call does when it leaves; null when it was not let in. */
    Runnable tryEnter();
  }

  /**
   * What was seen of bulkheads.
   *
   * @param most the most calls that were inside together
   * @param over lives in which more were inside than there are places
   * @param wronged lives in which a call was turned away from a free place
   * @param lost lives after which, everybody gone, not just as many as before could enter
   */
  public record Crowds(long schedules, long entered, int most, long over, long wronged, long lost) {
    public boolean exact() {
      return over == 0 && wronged == 0 && lost == 0;
    }
  }

  /**
   * Random comings and goings. Whoever is cancelled leaves twice: once by who cancels it, and once
   * in its own {@code finally}.
   */
  public static Crowds crowds(long seed, int count, int places, Supplier<Entrance> entrances) {
    long entered = 0;
    long over = 0;
    long wronged = 0;
    long lost = 0;
    int most = 0;
    for (int i = 0; i < count; i++) {
      Crowd crowd = new Crowd(new Random(seed + i), places, entrances.get());
      crowd.run();
      entered += crowd.entered;
      most = Math.max(most, crowd.most);
      over += crowd.most > places ? 1 : 0;
      wronged += crowd.wronged ? 1 : 0;
      lost += crowd.allCanEnterAgain() ? 0 : 1;
    }
    return new Crowds(count, entered, most, over, wronged, lost);
  }

  /** One schedule of a bulkhead. */
  private static final class Crowd {
    private final Random random;
    private final int places;
    private final Entrance entrance;
    private final List<Runnable> inside = new ArrayList<>();
    private final List<Runnable> gone = new ArrayList<>(); // cancelled, and not yet at the finally
    private long entered;
    private int most;
    private boolean wronged;

    Crowd(Random random, int places, Entrance entrance) {
      this.random = random;
      this.places = places;
      this.entrance = entrance;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        int what = random.nextInt(100);
        double which = random.nextDouble();
        if (what < 50) {
          enter();
        } else if (what < 75) {
          leave(which, false);
        } else if (what < 90) {
          leave(which, true);
        } else if (!gone.isEmpty()) {
          gone.remove((int) (which * gone.size())).run();
        }
      }
    }

    private void enter() {
      Runnable leave = entrance.tryEnter();
      if (leave == null) {
        wronged |= inside.size() < places;
        return;
      }
      entered++;
      inside.add(leave);
      most = Math.max(most, inside.size());
    }

    private void leave(double which, boolean cancelled) {
      if (!inside.isEmpty()) {
        Runnable leave = inside.remove((int) (which * inside.size()));
        leave.run();
        if (cancelled) {
          gone.add(leave);
        }
      }
    }

    boolean allCanEnterAgain() {
      inside.forEach(Runnable::run);
      gone.forEach(Runnable::run);
      int again = 0;
      while (again <= places && entrance.tryEnter() != null) {
        again++;
      }
      return again == places;
    }
  }

  /** Ours. */
  public static Entrance ours(Bulkhead bulkhead) {
    return () -> bulkhead.tryEnter().<Runnable>map(place -> place::close).orElse(null);
  }

  /** The clock of one life. */
  private static final class Clock implements LongSupplier {
    private long now = 1;

    @Override
    public long getAsLong() {
      return now;
    }
  }

  /** {@code lossy}: some calls never come back, with no end of any kind. */
  public static Seen run(
      long seed, int count, boolean lossy, Rules rules, Function<LongSupplier, Subject> breakers) {
    long halfOpens = 0;
    long over = 0;
    long stuck = 0;
    int most = 0;
    for (int i = 0; i < count; i++) {
      Clock clock = new Clock();
      Life life = new Life(new Random(seed + i), lossy, rules, clock, breakers.apply(clock));
      life.run();
      halfOpens += life.halfOpens;
      most = Math.max(most, life.mostAdmitted);
      over += life.over;
      stuck += life.closesAgain() ? 0 : 1;
    }
    return new Seen(count, halfOpens, most, over, stuck);
  }

  /** One schedule, and what it permits. */
  private static final class Life {
    private final Random random;
    private final boolean lossy;
    private final Rules rules;
    private final Clock clock;
    private final Subject subject;
    private final List<Call> underWay = new ArrayList<>();
    private CircuitBreaker.State last = CircuitBreaker.State.CLOSED;
    private int era; // counts changes of state
    private long eraStart;
    private int admittedInEra;
    private boolean overInEra;
    private int mostAdmitted;
    private long halfOpens;
    private long over;

    private record Call(Ends ends, int era) {}

    Life(Random random, boolean lossy, Rules rules, Clock clock, Subject subject) {
      this.random = random;
      this.lossy = lossy;
      this.rules = rules;
      this.clock = clock;
      this.subject = subject;
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        // Drawn for every step, whatever it does: a seed is the same schedule for every breaker.
        int what = random.nextInt(100);
        double which = random.nextDouble();
        if (what < 45) {
          call();
        } else if (what < 90) {
          end(what, which);
        } else {
          clock.now += which < 0.33 ? rules.openNanos() : rules.openNanos() / 4;
        }
        look();
      }
    }

    private void newEra() {
      era++;
      eraStart = clock.now;
      admittedInEra = 0;
      overInEra = false;
    }

    private void call() {
      if (underWay.size() == MOST_UNDER_WAY) {
        return;
      }
      if (last == CircuitBreaker.State.HALF_OPEN && clock.now - eraStart >= rules.openNanos()) {
        newEra(); // trials that never came back may be given up now, and others try
      }
      Ends ends = subject.tryCall();
      look(); // asking may have changed the state
      if (ends == null) {
        return;
      }
      if (last == CircuitBreaker.State.HALF_OPEN) {
        admittedInEra++;
        mostAdmitted = Math.max(mostAdmitted, admittedInEra);
        if (admittedInEra > rules.trials() && !overInEra) {
          overInEra = true;
          over++;
        }
      }
      underWay.add(new Call(ends, era));
    }

    private void end(int what, double which) {
      if (underWay.isEmpty()) {
        return;
      }
      Call call = underWay.remove((int) (which * underWay.size()));
      if (lossy && what < 50) {
        return; // it never comes back
      }
      if (what < 58) {
        if (call.era == era && last == CircuitBreaker.State.HALF_OPEN) {
          admittedInEra--; // its place may be given again
        }
        call.ends.cancelled();
      } else if (what < 76) {
        call.ends.bad();
      } else {
        call.ends.good();
      }
    }

    private void look() {
      CircuitBreaker.State now = subject.state();
      if (now != last) {
        last = now;
        newEra();
        halfOpens += now == CircuitBreaker.State.HALF_OPEN ? 1 : 0;
      }
    }

    /** Time passes, and whoever is let through is answered well. */
    boolean closesAgain() {
      if (!lossy) {
        underWay.forEach(call -> call.ends.cancelled());
      }
      for (int round = 0; round < 3; round++) {
        clock.now += 2 * rules.openNanos();
        for (int i = 0; i <= rules.trials(); i++) {
          Ends ends = subject.tryCall();
          if (ends != null) {
            ends.good();
          }
        }
      }
      return subject.state() == CircuitBreaker.State.CLOSED;
    }
  }

  /** Ours. */
  public static Subject ours(CircuitBreaker breaker) {
    return new Subject() {
      @Override
      public Ends tryCall() {
        return breaker.tryAcquire().map(Schedules::ends).orElse(null);
      }

      @Override
      public CircuitBreaker.State state() {
        return breaker.state();
      }
    };
  }

  private static Ends ends(CircuitBreaker.Permit permit) {
    return new Ends() {
      @Override
      public void good() {
        permit.succeeded();
      }

      @Override
      public void bad() {
        permit.failed();
      }

      @Override
      public void cancelled() {
        permit.close();
      }
    };
  }
}

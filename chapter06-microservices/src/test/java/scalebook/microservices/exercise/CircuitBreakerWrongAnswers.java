package scalebook.microservices.exercise;

import java.util.function.LongSupplier;

/** What people really write. */
final class CircuitBreakerWrongAnswers {
  private static class Simple implements CircuitBreakerContract.Answer {
    final int failures;
    final long openMillis;
    final LongSupplier clock;
    int inARow;
    boolean open;
    boolean trial;
    long openedAt;

    Simple(int failures, long openMillis, LongSupplier clock) {
      this.failures = failures;
      this.openMillis = openMillis;
      this.clock = clock;
    }

    @Override
    public long tryCall() {
      if (!open) {
        return 1;
      }
      if (trial || clock.getAsLong() - openedAt < openMillis) {
        return -1;
      }
      trial = true;
      return 2;
    }

    @Override
    public void good(long call) {
      open = false;
      trial = false;
      inARow = 0;
    }

    @Override
    public void bad(long call) {
      inARow++;
      if (trial || inARow >= failures) {
        open = true;
        openedAt = clock.getAsLong();
        trial = false;
        inARow = 0;
      }
    }

    @Override
    public void cancelled(long call) {
      trial = false;
    }
  }

  /** Whatever ends now is taken for the trial. */
  static class BelievesOldCalls extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Simple(failures, openMillis, clock);
    }
  }

  /** A cancelled call was not made, so there is nothing to do. */
  static class LeaksTheTrial extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Simple(failures, openMillis, clock) {
        @Override
        public void cancelled(long call) {
          // nothing
        }
      };
    }
  }

  /** When its time is over everybody may try. */
  static class LetsEverybodyTry extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Simple(failures, openMillis, clock) {
        @Override
        public long tryCall() {
          return !open || clock.getAsLong() - openedAt >= openMillis ? 1 : -1;
        }
      };
    }
  }

  /** Counts failures, in a row or not. */
  static class NeverForgets extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Simple(failures, openMillis, clock) {
        @Override
        public void good(long call) {
          open = false;
          trial = false;
        }
      };
    }
  }

  private CircuitBreakerWrongAnswers() {}
}

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

  /** Right but for what a subclass changes: it tells calls of before from others. */
  private static class Numbered extends Simple {
    long calls;
    long began;
    long trialCall = -1;

    Numbered(int failures, long openMillis, LongSupplier clock) {
      super(failures, openMillis, clock);
    }

    boolean late(long call) {
      return open ? call != trialCall : call < began;
    }

    void late(long call, boolean good) {}

    void change(boolean opens) {
      open = opens;
      openedAt = clock.getAsLong();
      inARow = 0;
      trialCall = -1;
      began = calls;
    }

    @Override
    public long tryCall() {
      if (open && (trialCall >= 0 || clock.getAsLong() - openedAt < openMillis)) {
        return -1;
      }
      trialCall = open ? calls : -1;
      return calls++;
    }

    @Override
    public void good(long call) {
      if (late(call)) {
        late(call, true);
      } else if (open) {
        change(false);
      } else {
        inARow = 0;
      }
    }

    @Override
    public void bad(long call) {
      if (late(call)) {
        late(call, false);
      } else if (open || ++inARow >= failures) {
        change(true);
      }
    }

    @Override
    public void cancelled(long call) {
      trialCall = call == trialCall ? -1 : trialCall;
    }
  }

  /** A slow trial is given up, and another call tries: two at once, of what may be dying. */
  static class TheTrialTimesOut extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        public long tryCall() {
          if (open && clock.getAsLong() - openedAt >= 2 * openMillis) {
            trialCall = -1;
          }
          return super.tryCall();
        }
      };
    }
  }

  /** A cancelled call ends the row of failures. */
  static class CancelledEndsTheRow extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        public void cancelled(long call) {
          super.cancelled(call);
          inARow = 0;
        }
      };
    }
  }

  /** A cancelled call is a failure. */
  static class CancelledIsBad extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        public void cancelled(long call) {
          bad(call);
        }
      };
    }
  }

  /** Every late failure keeps it open for longer. */
  static class LateFailuresProlong extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        void late(long call, boolean good) {
          openedAt = good || !open || trialCall >= 0 ? openedAt : clock.getAsLong();
        }
      };
    }
  }

  /** Half open, any bad end is the trial's. */
  static class AnyFailureFailsTheTrial extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        void late(long call, boolean good) {
          if (!good && trialCall >= 0) {
            change(true);
          }
        }
      };
    }
  }

  /** Open, a good end of a call from before shows that the other side is well. */
  static class ALateGoodEndCloses extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        void late(long call, boolean good) {
          if (good && open && trialCall < 0) {
            change(false);
          }
        }
      };
    }
  }

  /** Closed, any good end ends the row. */
  static class ALateGoodEndEndsTheRow extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        void late(long call, boolean good) {
          inARow = good && !open ? 0 : inARow;
        }
      };
    }
  }

  /** Three failures and a second, as in the tests so far. */
  static class KnowsThreeFailures extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(3, 1_000, clock);
    }
  }

  /** After a cancelled trial the gate is open. */
  static class ACancelledTrialOpensTheGate extends CircuitBreakerContract {
    @Override
    Answer answer(int failures, long openMillis, LongSupplier clock) {
      return new Numbered(failures, openMillis, clock) {
        @Override
        public void cancelled(long call) {
          if (open && call == trialCall) {
            change(false);
          }
        }
      };
    }
  }

  private CircuitBreakerWrongAnswers() {}
}

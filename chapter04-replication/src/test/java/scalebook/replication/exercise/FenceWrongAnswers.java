package scalebook.replication.exercise;

import java.util.function.LongSupplier;

/** What people really write. */
final class FenceWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Base implements FenceContract.Answer {
    final LongSupplier clock;
    long newest;
    long owned;
    long until;
    boolean granted;

    Base(LongSupplier clock) {
      this.clock = clock;
    }

    boolean begun() {
      return granted;
    }

    @Override
    public void granted(long epoch, long askedAtNanos, long ttlNanos) {
      granted = true;
      heard(epoch);
      if (epoch == newest) {
        long ends = askedAtNanos + ttlNanos;
        until = owned == epoch && until - ends > 0 ? until : ends;
        owned = epoch;
      }
    }

    @Override
    public void heard(long epoch) {
      newest = Math.max(newest, epoch);
    }

    @Override
    public boolean mayAcknowledge(long epoch) {
      return begun() && epoch == owned && epoch == newest && until - clock.getAsLong() > 0;
    }
  }

  /** Counts from the answer: the way back is given to two at once. */
  static class FromTheAnswer extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public void granted(long epoch, long askedAtNanos, long ttlNanos) {
          super.granted(epoch, clock.getAsLong(), ttlNanos);
        }
      };
    }
  }

  /** The lease is open, so every write passes. */
  static class AnyEpoch extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public boolean mayAcknowledge(long epoch) {
          return owned == newest && until - clock.getAsLong() > 0;
        }
      };
    }
  }

  /** A late renewal opens it again. */
  static class BelievesTheLastAnswer extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public void granted(long epoch, long askedAtNanos, long ttlNanos) {
          newest = epoch;
          super.granted(epoch, askedAtNanos, ttlNanos);
        }
      };
    }
  }

  /** Two moments compared as numbers: right for 292 years, or until a JVM begins near the edge. */
  static class ComparesMoments extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public boolean mayAcknowledge(long epoch) {
          return epoch == owned && epoch == newest && clock.getAsLong() < until;
        }
      };
    }
  }

  /** The last answer counts, also when it was overtaken. */
  static class TheLastAnswerCounts extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public void granted(long epoch, long askedAtNanos, long ttlNanos) {
          super.granted(epoch, askedAtNanos, ttlNanos);
          until = epoch == owned ? askedAtNanos + ttlNanos : until;
        }
      };
    }
  }

  /** Whoever speaks of an epoch ends ours, even of ours itself. */
  static class AnyWordEndsIt extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public void heard(long epoch) {
          super.heard(epoch);
          until = clock.getAsLong();
        }
      };
    }
  }

  /** The later end counts, whosever it was. */
  static class InheritsTheTime extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public void granted(long epoch, long askedAtNanos, long ttlNanos) {
          long before = until;
          boolean had = owned != 0;
          super.granted(epoch, askedAtNanos, ttlNanos);
          until = had && before - until > 0 ? before : until;
        }
      };
    }
  }

  /** What was granted last is ours, also a late answer for the epoch before. */
  static class TheLastGrantIsOurs extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        public void granted(long epoch, long askedAtNanos, long ttlNanos) {
          super.granted(epoch, askedAtNanos, ttlNanos);
          owned = epoch;
        }
      };
    }
  }

  /** Fields that begin at zero: epoch 0 is open until the clock is at zero. */
  static class OpenFromTheStart extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        @Override
        boolean begun() {
          return true;
        }
      };
    }
  }

  /** Whoever has heard of an epoch takes it for another one's, also when it is granted then. */
  static class WhatWasHeardIsAnothers extends FenceContract {
    @Override
    Answer fence(LongSupplier clock) {
      return new Base(clock) {
        private long heard = Long.MIN_VALUE;

        @Override
        public void heard(long epoch) {
          super.heard(epoch);
          heard = epoch == owned ? heard : Math.max(heard, epoch);
        }

        @Override
        public void granted(long epoch, long askedAtNanos, long ttlNanos) {
          if (epoch > heard || epoch == owned) {
            super.granted(epoch, askedAtNanos, ttlNanos);
          }
        }
      };
    }
  }

  private FenceWrongAnswers() {}
}

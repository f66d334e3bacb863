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

    Base(LongSupplier clock) {
      this.clock = clock;
    }

    @Override
    public void granted(long epoch, long askedAtNanos, long ttlNanos) {
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
      return epoch == owned && epoch == newest && until - clock.getAsLong() > 0;
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

  private FenceWrongAnswers() {}
}

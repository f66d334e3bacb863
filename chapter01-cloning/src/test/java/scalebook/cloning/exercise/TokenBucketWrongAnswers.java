package scalebook.cloning.exercise;

/** What people really write. */
final class TokenBucketWrongAnswers {
  /** A bucket with one mistake. */
  private static class Bucket implements TokenBucketContract.Answer {
    final double perNano;
    final int burst;
    double tokens;
    long filledAt;
    boolean asked;

    Bucket(double perSecond, int burst) {
      this.perNano = perSecond / 1e9;
      this.burst = burst;
      this.tokens = burst;
    }

    double gained(long now) {
      return asked ? (now - filledAt) * perNano : 0;
    }

    double filled(long now) {
      return Math.min(burst, tokens + gained(now));
    }

    void filledAt(long now) {
      asked = true;
      filledAt = now;
    }

    long refused() {
      return (long) Math.ceil((1 - tokens) / perNano);
    }

    @Override
    public long take(long now) {
      tokens = filled(now);
      filledAt(now);
      if (tokens >= 1) {
        tokens--;
        return 0;
      }
      return refused();
    }
  }

  /** Counts in each second of the clock: two bursts meet at its end. */
  static class Windows extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        private long window = Long.MIN_VALUE;

        @Override
        public long take(long now) {
          if (Math.floorDiv(now, 1_000_000_000) != window) {
            window = Math.floorDiv(now, 1_000_000_000);
            tokens = burst;
          }
          return tokens-- >= 1 ? 0 : 1_000_000_000 - Math.floorMod(now, 1_000_000_000);
        }
      };
    }
  }

  /** Whoever was quiet all night may flood in the morning. */
  static class NoBrim extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        double filled(long now) {
          return tokens + gained(now);
        }
      };
    }
  }

  /** Whoever asks often loses the parts, and gets nothing. */
  static class WholeTokens extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        double gained(long now) {
          return Math.floor(super.gained(now));
        }
      };
    }
  }

  /** A refused request pays, too: whoever keeps asking never passes again. */
  static class RefusedPays extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        long refused() {
          long wait = super.refused();
          tokens--;
          return wait;
        }
      };
    }
  }

  /** Remembers the time only when a request passes: what was refused is counted twice. */
  static class CountsTwice extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        void filledAt(long now) {
          if (tokens >= 1) {
            super.filledAt(now);
          }
        }
      };
    }
  }

  /** Begins without a token. */
  static class Empty extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        {
          tokens = 0;
        }
      };
    }
  }

  /** Believes that the clock began at 0: one that is below it empties the bucket. */
  static class ClockFromZero extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        double gained(long now) {
          return (now - filledAt) * perNano;
        }
      };
    }
  }

  /** The wait for a whole token, however much of it is there. */
  static class WaitsTooLong extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        long refused() {
          return (long) Math.ceil(1 / perNano);
        }
      };
    }
  }

  /** The wait is rounded down: whoever waits so long comes too early. */
  static class RoundsDown extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        long refused() {
          return (long) ((1 - tokens) / perNano);
        }
      };
    }
  }

  /** A rate in whole tokens: half a token a second is none. */
  static class WholeRates extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket((long) perSecond, burst);
    }
  }

  /** A float: beside a million tokens a thousandth of one is nothing. */
  static class Floats extends TokenBucketContract {
    @Override
    Answer answer(double perSecond, int burst) {
      return new Bucket(perSecond, burst) {
        @Override
        double filled(long now) {
          return (float) super.filled(now);
        }
      };
    }
  }

  private TokenBucketWrongAnswers() {}
}

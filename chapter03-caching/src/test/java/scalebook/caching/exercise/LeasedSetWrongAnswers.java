package scalebook.caching.exercise;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What people really write. */
final class LeasedSetWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Leases implements LeasedSetContract.Answer {
    final Map<String, String> values = new HashMap<>();
    final Map<String, Long> tokens = new HashMap<>();
    final Map<String, Long> ends = new HashMap<>();
    final LongSupplier clock;
    final long leaseMillis;
    private long last;

    Leases(LongSupplier clock, long leaseMillis) {
      this.clock = clock;
      this.leaseMillis = leaseMillis;
    }

    long nextToken(String key) {
      return ++last;
    }

    boolean held(String key) {
      return tokens.containsKey(key) && clock.getAsLong() < ends.get(key);
    }

    @Override
    public Optional<String> get(String key) {
      return Optional.ofNullable(values.get(key));
    }

    @Override
    public Optional<Long> lease(String key) {
      if (held(key)) {
        return Optional.empty();
      }
      tokens.put(key, nextToken(key));
      ends.put(key, clock.getAsLong() + leaseMillis);
      return Optional.of(tokens.get(key));
    }

    boolean maySet(String key, long token) {
      return held(key) && tokens.get(key) == token;
    }

    @Override
    public boolean set(String key, String value, long token) {
      if (!maySet(key, token)) {
        return false;
      }
      tokens.remove(key);
      values.put(key, value);
      return true;
    }

    @Override
    public void invalidate(String key) {
      values.remove(key);
      tokens.remove(key);
    }
  }

  /** A lease is a yes or no: whoever holds none sets with another's. */
  static class NoToken extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        boolean maySet(String key, long token) {
          return held(key);
        }
      };
    }
  }

  /** Drops the value and leaves the lease: the overtaken reader sets the old one. */
  static class TheLeaseSurvivesTheWrite extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public void invalidate(String key) {
          values.remove(key);
        }
      };
    }
  }

  /** Each key counts its own leases, and begins again after a write: the same numbers come back. */
  static class NumbersComeAgain extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        long nextToken(String key) {
          return tokens.getOrDefault(key, 0L) + 1;
        }
      };
    }
  }

  /** A dead reader holds its lease for ever. */
  static class ForEver extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, Long.MAX_VALUE / 2);
    }
  }

  /** The lease ends for others, not for its slow holder. */
  static class TheSlowHolderMaySet extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        boolean maySet(String key, long token) {
          return tokens.containsKey(key) && tokens.get(key) == token;
        }
      };
    }
  }

  /** No lease for what is cached: nobody can refresh it. */
  static class NothingToRefresh extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public Optional<Long> lease(String key) {
          return values.containsKey(key) ? Optional.empty() : super.lease(key);
        }
      };
    }
  }

  /** Drops the value as soon as somebody loads a new one. */
  static class TheLeaseHidesTheValue extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public Optional<Long> lease(String key) {
          Optional<Long> token = super.lease(key);
          token.ifPresent(given -> values.remove(key));
          return token;
        }
      };
    }
  }

  /** A write empties the cache. */
  static class AWriteDropsAll extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public void invalidate(String key) {
          values.clear();
          tokens.clear();
        }
      };
    }
  }

  /** One lease for all keys. */
  static class OneLeaseForAll extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public Optional<Long> lease(String key) {
          return tokens.keySet().stream().anyMatch(this::held)
              ? Optional.empty()
              : super.lease(key);
        }
      };
    }
  }

  /** Whoever asks in vain begins the lease anew: with many readers it never ends. */
  static class AskingProlongs extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public Optional<Long> lease(String key) {
          if (held(key)) {
            ends.put(key, clock.getAsLong() + leaseMillis);
          }
          return super.lease(key);
        }
      };
    }
  }

  /** A set that is refused is taken for a write. */
  static class AWrongTokenDropsTheValue extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public boolean set(String key, String value, long token) {
          boolean done = super.set(key, value, token);
          if (!done) {
            values.remove(key);
          }
          return done;
        }
      };
    }
  }

  /** No lease is lease 0: whoever shows 0 may set. */
  static class NobodyIsZero extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        boolean maySet(String key, long token) {
          return tokens.getOrDefault(key, 0L) == token && (token == 0 || held(key));
        }
      };
    }
  }

  /** Used up only while nothing is cached. */
  static class TheTokenStaysForARefresh extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public boolean set(String key, String value, long token) {
          boolean refresh = values.containsKey(key);
          boolean done = super.set(key, value, token);
          if (done && refresh) {
            tokens.put(key, token);
          }
          return done;
        }
      };
    }
  }

  /** What was set is gone when the lease would have ended. */
  static class TheValueEndsWithItsLease extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        public Optional<String> get(String key) {
          return super.get(key).filter(value -> clock.getAsLong() < ends.get(key));
        }
      };
    }
  }

  /** Takes an end below zero for none. */
  static class NoEndBelowZero extends LeasedSetContract {
    @Override
    Answer answer(LongSupplier clock, long leaseMillis) {
      return new Leases(clock, leaseMillis) {
        @Override
        boolean held(String key) {
          return super.held(key) || tokens.containsKey(key) && ends.get(key) < 0;
        }
      };
    }
  }

  private LeasedSetWrongAnswers() {}
}

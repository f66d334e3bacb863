package scalebook.cloning.exercise;

import java.util.concurrent.ThreadLocalRandom;

/** What people really write. */
final class BackoffWithJitterWrongAnswers {
  /** Doubles, and lets a whole group come back in step. */
  static class NoJitter extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> {
        return Math.min(cap, base << Math.min(crashes - 1, 30));
      };
    }
  }

  /** An int of milliseconds ends after 24 days. */
  static class AnInt extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> {
        long bound = Math.min(cap, base << Math.min(crashes - 1, 30));
        return random.nextInt((int) Math.min(Integer.MAX_VALUE - 1, bound) + 1);
      };
    }
  }

  /** Half fixed, half random: half of the crowd is still there. */
  static class HalfJitter extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> {
        long bound = Math.min(cap, base << Math.min(crashes - 1, 30));
        return bound / 2 + random.nextLong(bound / 2 + 1);
      };
    }
  }

  /** The shift overflows: after enough crashes the wait is no wait at all. */
  static class Overflowing extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> {
        long bound = Math.min(cap, base << (crashes - 1));
        return bound <= 0 ? 0 : random.nextLong(bound + 1);
      };
    }
  }

  /** Grows by addition: too slow to help what is down for a minute. */
  static class Linear extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> {
        return random.nextLong(Math.min(cap, base * crashes) + 1);
      };
    }
  }

  /** Caps the wait and not the bound: after many crashes nearly all wait for the whole cap. */
  static class CapsTheWait extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) ->
          Math.min(cap, random.nextLong((base << Math.min(crashes - 1, 30)) + 1));
    }
  }

  /** {@code nextLong(bound)} never is the bound. */
  static class BelowTheBound extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> random.nextLong(Math.min(cap, base << Math.min(crashes - 1, 30)));
    }
  }

  /** At least a millisecond: never at once. */
  static class FromOne extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) ->
          1 + random.nextLong(Math.min(cap, base << Math.min(crashes - 1, 30)));
    }
  }

  /** Doubles already for the first crash. */
  static class OneDoublingTooMany extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) -> random.nextLong(Math.min(cap, base << Math.min(crashes, 30)) + 1);
    }
  }

  /** Adds a little to a fixed wait. */
  static class JitterOnTop extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) ->
          Math.min(cap, base << Math.min(crashes - 1, 30)) + random.nextLong(base + 1);
    }
  }

  /** Throws its own dice: nobody can repeat what happened. */
  static class OwnDice extends BackoffWithJitterContract {
    @Override
    Answer answer(long base, long cap) {
      return (crashes, random) ->
          ThreadLocalRandom.current()
              .nextLong(Math.min(cap, base << Math.min(crashes - 1, 30)) + 1);
    }
  }

  /** Rounds a fraction: 0 and the bound are half as likely as any other. */
  static class Rounds extends BackoffWithJitterContract {
    @Override
    Answer answer(long baseMillis, long capMillis) {
      return (crashes, random) ->
          Math.round(random.nextDouble() * bound(baseMillis, capMillis, crashes));
    }
  }

  /** The first crash is special, and its wait knows no cap. */
  static class TheFirstIsNotCapped extends BackoffWithJitterContract {
    @Override
    Answer answer(long baseMillis, long capMillis) {
      return (crashes, random) ->
          random.nextLong(1 + (crashes == 1 ? baseMillis : bound(baseMillis, capMillis, crashes)));
    }
  }

  /** So many doublings and no more, whatever the cap. */
  static class TenDoublings extends BackoffWithJitterContract {
    @Override
    Answer answer(long baseMillis, long capMillis) {
      return (crashes, random) ->
          random.nextLong(1 + bound(baseMillis, capMillis, Math.min(11, crashes)));
    }
  }

  private static long bound(long baseMillis, long capMillis, int crashes) {
    long bound = baseMillis;
    for (int i = 1; i < crashes && bound < capMillis; i++) {
      bound *= 2;
    }
    return Math.min(bound, capMillis);
  }

  private BackoffWithJitterWrongAnswers() {}
}

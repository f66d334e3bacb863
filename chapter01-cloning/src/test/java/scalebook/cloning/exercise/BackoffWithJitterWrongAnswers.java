package scalebook.cloning.exercise;

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

  private BackoffWithJitterWrongAnswers() {}
}

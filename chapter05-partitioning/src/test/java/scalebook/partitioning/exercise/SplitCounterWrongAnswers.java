package scalebook.partitioning.exercise;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import scalebook.partitioning.exercise.SplitCounter.Part;

/** What people really write. */
final class SplitCounterWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements SplitCounterContract.Answer {
    final List<Part> parts;
    final RandomGenerator random;

    Almost(List<Part> parts, RandomGenerator random) {
      this.parts = parts;
      this.random = random;
    }

    int first() {
      return random.nextInt(parts.size());
    }

    @Override
    public void put(long amount) throws IOException {
      int first = first();
      for (int i = 0; ; i++) {
        try {
          parts.get((first + i) % parts.size()).add(amount);
          return;
        } catch (IOException e) {
          if (i == parts.size()) {
            throw e;
          }
        }
      }
    }

    @Override
    public boolean take(long amount) throws IOException {
      int first = first();
      long gathered = 0;
      IOException silent = null;
      Part from = null;
      for (int i = 0; i < parts.size() && gathered < amount; i++) {
        Part part = parts.get((first + i) % parts.size());
        try {
          long got = takeFrom(part, amount - gathered);
          from = got > 0 ? part : from;
          gathered += got;
        } catch (IOException e) {
          silent = e;
        }
      }
      if (gathered == amount) {
        return true;
      }
      if (gathered > 0) {
        giveBack(from, gathered);
      }
      return tooLittle(silent);
    }

    void giveBack(Part from, long gathered) throws IOException {
      put(gathered);
    }

    boolean tooLittle(IOException silent) throws IOException {
      if (silent != null) {
        throw silent;
      }
      return false;
    }

    long takeFrom(Part part, long wanted) throws IOException {
      long amount = wanted;
      while (amount > 0 && !part.add(-amount)) {
        amount = Math.min(wanted, part.get());
      }
      return amount;
    }

    @Override
    public long sum() throws IOException {
      long sum = 0;
      for (Part part : parts) {
        sum += part.get();
      }
      return sum;
    }
  }

  /** The chosen part has too little, so there is too little. */
  static class OnePartOnly extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        public boolean take(long amount) throws IOException {
          return parts.get(first()).add(-amount);
        }
      };
    }
  }

  /** Looks at the sum, and then takes. */
  static class LooksFirst extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        public boolean take(long amount) throws IOException {
          return sum() >= amount && super.take(amount);
        }
      };
    }
  }

  /** Looks, and takes what it has seen, or nothing. */
  static class LooksOnce extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        long takeFrom(Part part, long wanted) throws IOException {
          if (part.add(-wanted)) {
            return wanted;
          }
          long seen = Math.min(wanted, part.get());
          return part.add(-seen) ? seen : 0;
        }
      };
    }
  }

  /** Believes that it got what it saw. */
  static class BelievesWhatItSaw extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        long takeFrom(Part part, long wanted) throws IOException {
          if (part.add(-wanted)) {
            return wanted;
          }
          long seen = Math.min(wanted, part.get());
          part.add(-seen);
          return seen;
        }
      };
    }
  }

  /** Gathers, does not get all, and leaves with it. */
  static class KeepsWhatItGathered extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        void giveBack(Part from, long gathered) {}
      };
    }
  }

  /** Gives back to where the last of it came from, dead or alive. */
  static class GivesBackToADeadPart extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        void giveBack(Part from, long gathered) throws IOException {
          from.add(gathered);
        }
      };
    }
  }

  /** Does not answer, so it has nothing. */
  static class SilentIsEmpty extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        boolean tooLittle(IOException silent) {
          return false;
        }
      };
    }
  }

  /** The first exception ends it, and what was gathered is gone. */
  static class TheFirstExceptionEndsIt extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        long takeFrom(Part part, long wanted) throws IOException {
          try {
            return super.takeFrom(part, wanted);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e.getMessage(), e);
          }
        }
      };
    }
  }

  /** Begins with the first part each time: the hot row again. */
  static class TheFirstPartFirst extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        int first() {
          return 0;
        }
      };
    }
  }

  /** Asks each part how much it has before it takes. */
  static class AsksAllTheTime extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        long takeFrom(Part part, long wanted) throws IOException {
          return super.takeFrom(part, Math.min(wanted, part.get()));
        }
      };
    }
  }

  /** Sums up who answers. */
  static class SumsWhatAnswers extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        public long sum() {
          long sum = 0;
          for (Part part : parts) {
            try {
              sum += part.get();
            } catch (IOException e) {
              // It has nothing, then.
            }
          }
          return sum;
        }
      };
    }
  }

  private SplitCounterWrongAnswers() {}

  /** It tries one more part than the first, and no third one. */
  static class PutsTwice extends SplitCounterContract {
    @Override
    Answer answer(List<Part> parts, RandomGenerator random) {
      return new Almost(parts, random) {
        @Override
        public void put(long amount) throws IOException {
          int first = first();
          try {
            parts.get(first).add(amount);
          } catch (IOException e) {
            parts.get((first + 1) % parts.size()).add(amount);
          }
        }
      };
    }
  }
}

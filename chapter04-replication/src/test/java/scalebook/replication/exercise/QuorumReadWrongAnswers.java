package scalebook.replication.exercise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scalebook.replication.exercise.QuorumRead.Copy;
import scalebook.replication.exercise.QuorumRead.Version;

/** What people really write. */
final class QuorumReadWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements QuorumReadContract.Answer {
    final String client;
    final List<Copy> copies;
    final Map<Copy, Version> answers = new LinkedHashMap<>();

    Almost(String client, List<Copy> copies) {
      this.client = client;
      this.copies = copies;
    }

    @Override
    public String read() throws IOException {
      Version newest = newest();
      writeBack(newest);
      return newest.value();
    }

    @Override
    public void write(String value) throws IOException {
      enough(offer(next(value), copies));
    }

    Version next(String value) throws IOException {
      return new Version(newest().number() + 1, client, value);
    }

    void writeBack(Version newest) throws IOException {
      List<Copy> lack = new ArrayList<>(copies);
      lack.removeIf(copy -> newest.equals(answers.get(copy)));
      enough(copies.size() - lack.size() + offer(newest, lack));
    }

    Version newest() throws IOException {
      answers.clear();
      for (Copy copy : copies) {
        try {
          answers.put(copy, copy.read());
        } catch (IOException e) {
          failed(e);
        }
      }
      enough(answers.size());
      return answers.values().stream().max(age()).orElseThrow();
    }

    Comparator<Version> age() {
      return Comparator.comparingLong(Version::number).thenComparing(Version::writer);
    }

    int offer(Version version, List<Copy> to) throws IOException {
      int taken = 0;
      for (Copy copy : to) {
        try {
          copy.write(version);
          taken++;
        } catch (IOException e) {
          failed(e);
        }
      }
      return taken;
    }

    void failed(IOException e) throws IOException {}

    void enough(int reached) throws IOException {
      if (reached <= copies.size() / 2) {
        throw new IOException("no majority");
      }
    }
  }

  /** Returns the newest answer, which may be on one copy only. */
  static class WritesNothingBack extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        void writeBack(Version newest) {}
      };
    }
  }

  /** Writes back, and does not look whether it got there. */
  static class DoesNotCountTheWriteBack extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        void writeBack(Version newest) throws IOException {
          offer(newest, copies.stream().filter(c -> !newest.equals(answers.get(c))).toList());
        }
      };
    }
  }

  /** Writes back to all, also when they have it. */
  static class WritesBackToAll extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        void writeBack(Version newest) throws IOException {
          enough(offer(newest, copies));
        }
      };
    }
  }

  /** Half is enough: two halves need have no copy in common. */
  static class HalfIsEnough extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        void enough(int reached) throws IOException {
          if (reached * 2 < copies.size()) {
            throw new IOException("no half");
          }
        }
      };
    }
  }

  /** Two are a majority, as of three. */
  static class TwoAreEnough extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        void enough(int reached) throws IOException {
          if (reached < Math.min(2, copies.size())) {
            throw new IOException("no two");
          }
        }
      };
    }
  }

  /** Waits for all copies: one dead one stops everything. */
  static class AllMustAnswer extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        void failed(IOException e) throws IOException {
          throw e;
        }
      };
    }
  }

  /** Counts its own writes. */
  static class CountsItsOwnWrites extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        private long own;

        @Override
        Version next(String value) {
          return new Version(++own, client, value);
        }
      };
    }
  }

  /** The value that most copies have: a write that has just reached a majority is outvoted. */
  static class TheMostFrequentValue extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        public String read() throws IOException {
          Version newest = newest();
          List<Version> all = List.copyOf(answers.values());
          return all.stream()
              .max(Comparator.comparingInt(v -> java.util.Collections.frequency(all, v)))
              .orElse(newest)
              .value();
        }
      };
    }
  }

  /** Numbers only: two writers at once, and each reader finds another value. */
  static class NobodysNumber extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        Version next(String value) throws IOException {
          return new Version(newest().number() + 1, "", value);
        }
      };
    }
  }

  /** The first of two with the same number: which one depends on who answers. */
  static class TheFirstOfEquals extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        Comparator<Version> age() {
          return Comparator.comparingLong(Version::number);
        }
      };
    }
  }

  /** A write that fails is a write. */
  static class AWriteNeverFails extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        public void write(String value) throws IOException {
          offer(next(value), copies);
        }
      };
    }
  }

  /** Asks the first majority only: one of it is dead, and there is no answer. */
  static class AsksTheFirstOnly extends QuorumReadContract {
    @Override
    Answer answer(String client, List<Copy> copies) {
      return new Almost(client, copies) {
        @Override
        Version newest() throws IOException {
          answers.clear();
          for (Copy copy : copies.subList(0, copies.size() / 2 + 1)) {
            answers.put(copy, copy.read());
          }
          return answers.values().stream().max(age()).orElseThrow();
        }
      };
    }
  }

  private QuorumReadWrongAnswers() {}
}

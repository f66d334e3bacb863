package scalebook.partitioning.exercise;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scalebook.partitioning.exercise.ConsistentPage.Part;
import scalebook.partitioning.exercise.ConsistentPage.Shard;

/** What people really write. */
final class ConsistentPageWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements ConsistentPageContract.Answer {
    final int slots;
    final int rounds;
    final List<Long> rows = new ArrayList<>();
    final Map<Integer, Integer> met = new HashMap<>();

    Almost(int slots, int rounds) {
      this.slots = slots;
      this.rounds = rounds;
    }

    @Override
    public List<Long> page(List<Shard> shards, int size, long above) throws IOException {
      IOException failed = new IOException("they move all the time");
      for (int round = 1; round <= rounds; round++) {
        begin();
        try {
          for (Shard shard : shards) {
            Part part = ask(shard, shards.size(), size, above);
            rows.addAll(part.ids());
            part.slots().forEach(slot -> met.merge(slot, 1, Integer::sum));
          }
          if (good(round)) {
            return rows.stream().distinct().sorted().limit(size).toList();
          }
        } catch (IOException e) {
          failed = e;
        }
      }
      throw failed;
    }

    void begin() {
      rows.clear();
      met.clear();
    }

    Part ask(Shard shard, int shards, int size, long above) throws IOException {
      return shard.first(size, above);
    }

    boolean good(int round) {
      return met.size() == slots && met.values().stream().allMatch(times -> times == 1);
    }
  }

  /** Merges what came, each row once: what is missing is missing. */
  static class RemovesDoubleRows extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        boolean good(int round) {
          return true;
        }
      };
    }
  }

  /** The number of slots is right: one twice, and one not at all. */
  static class CountsSlots extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        boolean good(int round) {
          return met.values().stream().mapToInt(Integer::intValue).sum() == slots;
        }
      };
    }
  }

  /** Looks for slots that were met twice only. */
  static class LooksForDoubleSlots extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        boolean good(int round) {
          return met.values().stream().allMatch(times -> times == 1);
        }
      };
    }
  }

  /** Compares with the round before: nothing is missing that was missing twice. */
  static class ComparesTwoRounds extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        private List<Long> before = List.of();

        @Override
        boolean good(int round) {
          boolean same = rows.equals(before);
          before = List.copyOf(rows);
          return same || met.size() == slots;
        }
      };
    }
  }

  /** Asks again once, and believes it. */
  static class BelievesTheSecondRound extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        boolean good(int round) {
          return round == 2 || super.good(round);
        }
      };
    }
  }

  /** Gives what it has after the last round. */
  static class BetterThanNothing extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        boolean good(int round) {
          return round == rounds || super.good(round);
        }
      };
    }
  }

  /** Goes on for ever. */
  static class NeverGivesUp extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        public List<Long> page(List<Shard> shards, int size, long above) throws IOException {
          for (int i = 0; i < 100; i++) {
            try {
              return super.page(shards, size, above);
            } catch (IOException e) {
              // Again.
            }
          }
          return super.page(shards, size, above);
        }
      };
    }
  }

  /** The first exception ends it. */
  static class TheFirstExceptionEndsIt extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        public List<Long> page(List<Shard> shards, int size, long above) throws IOException {
          return super.page(
              shards.stream()
                  .<Shard>map(
                      shard ->
                          (most, from) -> {
                            try {
                              return shard.first(most, from);
                            } catch (IOException e) {
                              throw new java.io.UncheckedIOException(e.getMessage(), e);
                            }
                          })
                  .toList(),
              size,
              above);
        }
      };
    }
  }

  /** Asks each shard for its fair part. */
  static class AFairPartOfEach extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        Part ask(Shard shard, int shards, int size, long above) throws IOException {
          return shard.first(size / shards + 1, above);
        }
      };
    }
  }

  /** What one round missed the other one has met. */
  static class TakesTwoRoundsTogether extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        void begin() {
          rows.clear();
        }

        @Override
        boolean good(int round) {
          return met.size() == slots;
        }
      };
    }
  }

  private ConsistentPageWrongAnswers() {}

  /** No row came, so none is there; or its slot was not met. */
  static class BelievesAnEmptyPage extends ConsistentPageContract {
    @Override
    Answer answer(int slots, int mostRounds) {
      return new Almost(slots, mostRounds) {
        @Override
        boolean good(int round) {
          return rows.isEmpty() || super.good(round);
        }
      };
    }
  }
}

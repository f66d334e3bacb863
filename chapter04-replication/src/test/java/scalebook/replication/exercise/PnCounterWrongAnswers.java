package scalebook.replication.exercise;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BinaryOperator;
import scalebook.replication.exercise.PnCounter.State;

/** What people really write. */
final class PnCounterWrongAnswers {
  /** Right but for what happens to two numbers of one region. */
  private static class Base implements PnCounterContract.Counter {
    final String region;
    final BinaryOperator<Long> merged;
    Map<String, Long> plus = new HashMap<>();
    Map<String, Long> minus = new HashMap<>();

    Base(String region, BinaryOperator<Long> merged) {
      this.region = region;
      this.merged = merged;
    }

    @Override
    public void add(long amount) {
      (amount > 0 ? plus : minus).merge(region, Math.abs(amount), Long::sum);
    }

    @Override
    public long value() {
      return plus.values().stream().mapToLong(n -> n).sum()
          - minus.values().stream().mapToLong(n -> n).sum();
    }

    @Override
    public State state() {
      return new State(Map.copyOf(plus), Map.copyOf(minus));
    }

    @Override
    public void merge(State other) {
      other.plus().forEach((from, number) -> plus.merge(from, number, merged));
      other.minus().forEach((from, number) -> minus.merge(from, number, merged));
    }
  }

  /** Adds what comes in: what comes twice counts twice. */
  static class AddsWhatComes extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Long::sum);
    }
  }

  /** The last one to speak is right, also when it is late. */
  static class TheLastWordWins extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, (mine, theirs) -> theirs);
    }
  }

  /** One number for each region: taking away makes it smaller, and a merge takes the larger one. */
  static class OneNumberARegion extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Math::max) {
        @Override
        public void add(long amount) {
          plus.merge(region, amount, Long::sum);
        }
      };
    }
  }

  /** Hands out its own maps: who merges later merges something else. */
  static class AWindow extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Math::max) {
        @Override
        public State state() {
          return new State(plus, minus);
        }

        @Override
        public void merge(State other) {
          super.merge(new State(Map.copyOf(other.plus()), Map.copyOf(other.minus())));
        }
      };
    }
  }

  /** Tells only what it counted itself: who hears it from another one never hears of a third. */
  static class TellsOnlyItsOwn extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Math::max) {
        @Override
        public State state() {
          return new State(
              Map.of(region, plus.getOrDefault(region, 0L)),
              Map.of(region, minus.getOrDefault(region, 0L)));
        }
      };
    }
  }

  /** Counts in ints. */
  static class CountsInInts extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Math::max) {
        @Override
        public void add(long amount) {
          super.add((int) amount);
        }
      };
    }
  }

  /** Takes over what the other one has, and forgets what only it has itself. */
  static class TakesOver extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Math::max) {
        @Override
        public void merge(State other) {
          plus = new HashMap<>(other.plus());
          minus = new HashMap<>(other.minus());
        }
      };
    }
  }

  /** Merges what was added, and forgets what was taken. */
  static class MergesHalf extends PnCounterContract {
    @Override
    Counter counter(String region) {
      return new Base(region, Math::max) {
        @Override
        public void merge(State other) {
          super.merge(new State(other.plus(), Map.of()));
        }
      };
    }
  }

  private PnCounterWrongAnswers() {}
}

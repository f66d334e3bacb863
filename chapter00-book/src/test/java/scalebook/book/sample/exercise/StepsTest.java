package scalebook.book.sample.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.InSteps;
import scalebook.book.exercise.Steps;
import scalebook.book.exercise.Verdict;

/** A race is found every time, and no lock is taken for one. */
class StepsTest {
  @InSteps
  abstract static class CounterContract extends Contract {
    interface Counter {
      void add();

      long value();
    }

    abstract Counter counter();

    @Test
    void twoThreadsAddTwo() throws Throwable {
      Steps.all(
          steps -> {
            Counter counter = counter();
            steps.meet(counter::add, counter::add);
            assertThat(counter.value())
                .as("after two additions, one at step %d of the other", steps.after())
                .isEqualTo(2);
          });
    }
  }

  static class Racing extends CounterContract {
    @Override
    Counter counter() {
      return new Counter() {
        private volatile long value;

        @Override
        public void add() {
          value = value + 1;
        }

        @Override
        public long value() {
          return value;
        }
      };
    }
  }

  static class Synchronized extends CounterContract {
    @Override
    Counter counter() {
      return new Counter() {
        private long value;

        @Override
        public synchronized void add() {
          value = value + 1;
        }

        @Override
        public synchronized long value() {
          return value;
        }
      };
    }
  }

  static class Spinning extends CounterContract {
    @Override
    Counter counter() {
      AtomicBoolean locked = new AtomicBoolean();
      AtomicLong value = new AtomicLong();
      return new Counter() {
        @Override
        public void add() {
          while (!locked.compareAndSet(false, true)) {
            Thread.onSpinWait();
          }
          value.set(value.get() + 1);
          locked.set(false);
        }

        @Override
        public long value() {
          return value.get();
        }
      };
    }
  }

  static class NeverUnlocks extends CounterContract {
    @Override
    Counter counter() {
      AtomicBoolean locked = new AtomicBoolean();
      return new Counter() {
        @Override
        public void add() {
          while (!locked.compareAndSet(false, true)) {
            Thread.onSpinWait();
          }
        }

        @Override
        public long value() {
          return 0;
        }
      };
    }
  }

  @Test
  void aRaceIsFoundEveryTime() {
    for (int i = 0; i < 20; i++) {
      assertThat(Verdict.of(Racing.class).failures())
          .singleElement()
          .asString()
          .contains("one at step 1 of the other");
    }
  }

  @Test
  void aLockIsNoRace() {
    assertThat(Verdict.of(Synchronized.class).state()).isEqualTo(Verdict.State.GREEN);
    assertThat(Verdict.of(Spinning.class).state()).isEqualTo(Verdict.State.GREEN);
  }

  @Test
  void anActorThatWaitsForEverIsNamed() {
    assertThat(Verdict.of(NeverUnlocks.class).failures().toString()).contains("waits for ever");
  }
}

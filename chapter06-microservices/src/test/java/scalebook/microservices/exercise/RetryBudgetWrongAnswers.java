package scalebook.microservices.exercise;

import java.util.concurrent.atomic.AtomicLong;

/** What people really write. */
final class RetryBudgetWrongAnswers {

  /** Compares with all calls since the beginning. */
  static class SavesForEver extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong calls = new AtomicLong();
      AtomicLong retries = new AtomicLong();
      return new Answer() {
        @Override
        public void call() {
          calls.incrementAndGet();
        }

        @Override
        public boolean tryRetry() {
          if (retries.incrementAndGet() <= reserve + calls.get() / 10) {
            return true;
          }
          retries.decrementAndGet();
          return false;
        }
      };
    }
  }

  /** Adds up tenths as doubles. */
  static class SumsDoubles extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      return new Answer() {
        private double have = reserve;

        @Override
        public synchronized void call() {
          have = Math.min(reserve, have + 0.1);
        }

        @Override
        public synchronized boolean tryRetry() {
          if (have >= 1) {
            have -= 1;
            return true;
          }
          return false;
        }
      };
    }
  }

  /** Always three attempts: no budget at all. */
  static class NoBudget extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      return new Answer() {
        @Override
        public void call() {
          // nothing
        }

        @Override
        public boolean tryRetry() {
          return true;
        }
      };
    }
  }

  private RetryBudgetWrongAnswers() {}
}

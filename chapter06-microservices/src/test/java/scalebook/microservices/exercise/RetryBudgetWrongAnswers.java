package scalebook.microservices.exercise;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What people really write. */
final class RetryBudgetWrongAnswers {
  private record Two(Runnable calls, BooleanSupplier retries)
      implements RetryBudgetContract.Answer {
    @Override
    public void call() {
      calls.run();
    }

    @Override
    public boolean tryRetry() {
      return retries.getAsBoolean();
    }
  }

  /** In one atomic step; for answers that are wrong elsewhere. */
  private static boolean paid(AtomicLong tenths) {
    return tenths.getAndUpdate(have -> have >= 10 ? have - 10 : have) >= 10;
  }

  /** Compares with all calls since the beginning. */
  static class SavesForEver extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong calls = new AtomicLong();
      AtomicLong retries = new AtomicLong();
      return new Two(
          calls::incrementAndGet,
          () -> {
            if (retries.incrementAndGet() <= reserve + calls.get() / 10) {
              return true;
            }
            retries.decrementAndGet();
            return false;
          });
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
      return new Two(() -> {}, () -> true);
    }
  }

  /** A field that all threads change. */
  static class NotAtomic extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      return new Answer() {
        private volatile long tenths = reserve * 10L;

        @Override
        public void call() {
          tenths = Math.min(reserve * 10L, tenths + 1);
        }

        @Override
        public boolean tryRetry() {
          if (tenths < 10) {
            return false;
          }
          tenths = tenths - 10;
          return true;
        }
      };
    }
  }

  /** Looks whether there is one, and then pays: two threads see the same last one. */
  static class LooksThenPays extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(reserve * 10L, have + 1)),
          () -> {
            if (tenths.get() < 10) {
              return false;
            }
            tenths.addAndGet(-10);
            return true;
          });
    }
  }

  /** Only the retry is synchronized: calls get lost. */
  static class LocksOneMethod extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      return new Answer() {
        private long tenths = reserve * 10L;

        @Override
        public void call() {
          tenths = Math.min(reserve * 10L, tenths + 1);
        }

        @Override
        public synchronized boolean tryRetry() {
          if (tenths >= 10) {
            tenths -= 10;
            return true;
          }
          return false;
        }
      };
    }
  }

  /** Tries to pay once: who met another thread is refused what is there. */
  static class TriesToPayOnce extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(reserve * 10L, have + 1)),
          () -> {
            long have = tenths.get();
            return have >= 10 && tenths.compareAndSet(have, have - 10);
          });
    }
  }

  /** Pays first, and takes it back when it was too much: another thread is refused meanwhile. */
  static class PaysAndTakesBack extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(reserve * 10L, have + 1)),
          () -> {
            if (tenths.addAndGet(-10) >= 0) {
              return true;
            }
            tenths.addAndGet(10);
            return false;
          });
    }
  }

  /** Earns first, and cuts then: a retry that was paid in between is forgotten. */
  static class CutsAfterwards extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> {
            if (tenths.incrementAndGet() > reserve * 10L) {
              tenths.set(reserve * 10L);
            }
          },
          () -> paid(tenths));
    }
  }

  /** Looks at the brim, and earns then: two calls at once go over it. */
  static class LooksThenEarns extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> {
            if (tenths.get() < reserve * 10L) {
              tenths.incrementAndGet();
            }
          },
          () -> paid(tenths));
    }
  }

  /** A refused retry costs as much: after a storm nobody may retry for long. */
  static class RefusedCostsToo extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(reserve * 10L, have + 1)),
          () -> tenths.getAndAdd(-10) >= 10);
    }
  }

  /** Every tenth call earns one, whatever the budget held meanwhile. */
  static class EveryTenthCall extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      AtomicLong calls = new AtomicLong();
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> {
            if (calls.incrementAndGet() % 10 == 0) {
              tenths.updateAndGet(have -> Math.min(reserve * 10L, have + 10));
            }
          },
          () -> paid(tenths));
    }
  }

  /** An int of tenths: a large reserve is negative. */
  static class Overflows extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      int most = reserve * 10;
      AtomicLong tenths = new AtomicLong(most);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(most, have + 1)), () -> paid(tenths));
    }
  }

  /** One retry is always saved. */
  static class OneAtLeast extends RetryBudgetContract {
    @Override
    Answer answer(int reserve) {
      long most = Math.max(10, reserve * 10L);
      AtomicLong tenths = new AtomicLong(reserve * 10L);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(most, have + 1)), () -> paid(tenths));
    }
  }

  /** A static account: all budgets of the program share it. */
  static class OneAccountForAll extends RetryBudgetContract {
    private final AtomicLong tenths = new AtomicLong();

    @Override
    Answer answer(int reserve) {
      tenths.set(reserve * 10L);
      return new Two(
          () -> tenths.updateAndGet(have -> Math.min(reserve * 10L, have + 1)), () -> paid(tenths));
    }
  }

  private RetryBudgetWrongAnswers() {}
}

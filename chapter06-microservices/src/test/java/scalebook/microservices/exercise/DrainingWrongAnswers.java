package scalebook.microservices.exercise;

import java.util.concurrent.atomic.AtomicInteger;

/** What people really write. */
final class DrainingWrongAnswers {
  /** Right but for what a subclass changes. */
  private static class Almost implements DrainingContract.Answer {
    boolean shut;
    int inside;

    @Override
    public boolean tryEnter() {
      synchronized (this) {
        inside += shut ? 0 : 1;
        return !shut;
      }
    }

    @Override
    public void leave() {
      synchronized (this) {
        checked();
        inside--;
        wakeUp();
      }
    }

    void checked() {
      if (inside == 0) {
        throw new IllegalStateException("nobody");
      }
    }

    void wakeUp() {
      notifyAll();
    }

    @Override
    public boolean drain(long mostMillis) throws InterruptedException {
      synchronized (this) {
        shut = true;
        long until = System.nanoTime() + mostMillis * 1_000_000;
        while (inside > 0 && System.nanoTime() < until) {
          await(until);
        }
        return inside == 0;
      }
    }

    void await(long until) throws InterruptedException {
      wait(Math.max(1, (until - System.nanoTime()) / 1_000_000 + 1));
    }
  }

  /** A flag and a counter, each of them atomic, and a moment between the two. */
  static class AFlagAndACounter extends DrainingContract {
    @Override
    Answer answer() {
      AtomicInteger count = new AtomicInteger();
      return new Almost() {
        private volatile boolean closed;

        @Override
        public boolean tryEnter() {
          if (closed) {
            return false;
          }
          count.incrementAndGet();
          return true;
        }

        @Override
        public void leave() {
          synchronized (this) {
            inside = count.get();
            checked();
            count.decrementAndGet();
            wakeUp();
          }
        }

        @Override
        public boolean drain(long mostMillis) throws InterruptedException {
          synchronized (this) {
            closed = true;
            long until = System.nanoTime() + mostMillis * 1_000_000;
            while (count.get() > 0 && System.nanoTime() < until) {
              await(until);
            }
            return count.get() == 0;
          }
        }
      };
    }
  }

  /** Counts first, and looks at the door then: one that was not let in is inside for a moment. */
  static class CountsWithoutALock extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean tryEnter() {
          inside++;
          if (shut) {
            inside--;
          }
          return !shut;
        }
      };
    }
  }

  /** The door stays open while it waits. */
  static class WaitsWithTheDoorOpen extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean tryEnter() {
          synchronized (this) {
            inside++;
            return true;
          }
        }
      };
    }
  }

  /** After an unsuccessful drain the door is open again. */
  static class OpensAgain extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean drain(long mostMillis) throws InterruptedException {
          boolean drained = super.drain(mostMillis);
          shut = drained;
          return drained;
        }
      };
    }
  }

  /** Sleeps for the whole time. */
  static class SleepsForTheWholeTime extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean drain(long mostMillis) throws InterruptedException {
          synchronized (this) {
            shut = true;
          }
          Thread.sleep(inside > 0 ? mostMillis : 0);
          return inside == 0;
        }
      };
    }
  }

  /** Spins. */
  static class Spins extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean drain(long mostMillis) {
          synchronized (this) {
            shut = true;
          }
          long until = System.nanoTime() + mostMillis * 1_000_000;
          while (System.nanoTime() < until) {
            synchronized (this) {
              if (inside == 0) {
                return true;
              }
            }
          }
          return inside == 0;
        }
      };
    }
  }

  /** Waits once: whoever wakes it up, it is over. */
  static class WaitsOnce extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean drain(long mostMillis) throws InterruptedException {
          synchronized (this) {
            shut = true;
            if (inside > 0 && mostMillis > 0) {
              wait(mostMillis);
            }
            return inside == 0;
          }
        }
      };
    }
  }

  /** Wakes up one of those that wait. */
  static class WakesUpOne extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void wakeUp() {
          notify();
        }
      };
    }
  }

  /** Wakes up nobody. */
  static class WakesUpNobody extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void wakeUp() {}
      };
    }
  }

  /** Looks outside of the lock, waits inside: the last one leaves between the two. */
  static class LooksAndThenWaits extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        public boolean drain(long mostMillis) throws InterruptedException {
          shut = true;
          long until = System.nanoTime() + mostMillis * 1_000_000;
          while (inside > 0 && System.nanoTime() < until) {
            synchronized (this) {
              await(until);
            }
          }
          return inside == 0;
        }
      };
    }
  }

  /** Counts below zero. */
  static class CountsBelowZero extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void checked() {}
      };
    }
  }

  /** Throws after it has counted. */
  static class CountsAndThrows extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void checked() {
          if (inside == 0) {
            inside--;
            throw new IllegalStateException("nobody");
          }
        }
      };
    }
  }

  /** Swallows the interrupt. */
  static class SwallowsTheInterrupt extends DrainingContract {
    @Override
    Answer answer() {
      return new Almost() {
        @Override
        void await(long until) {
          try {
            super.await(until);
          } catch (InterruptedException e) {
            // On it goes.
          }
        }
      };
    }
  }

  private DrainingWrongAnswers() {}
}

package scalebook.replication.exercise;

import scalebook.replication.exercise.PnCounter.State;

class PnCounterExerciseTest extends PnCounterContract {
  @Override
  Counter counter(String region) {
    PnCounter counter = new PnCounter(region);
    return new Counter() {
      @Override
      public void add(long amount) {
        counter.add(amount);
      }

      @Override
      public long value() {
        return counter.value();
      }

      @Override
      public State state() {
        return counter.state();
      }

      @Override
      public void merge(State other) {
        counter.merge(other);
      }
    };
  }
}

package scalebook.replication.exercise;

import scalebook.replication.exercise.PnCounter.State;

class PnCounterSolutionTest extends PnCounterContract {
  @Override
  Counter counter(String region) {
    scalebook.replication.solution.PnCounter counter =
        new scalebook.replication.solution.PnCounter(region);
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

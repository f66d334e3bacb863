package scalebook.microservices.exercise;

import java.util.function.LongSupplier;

class CircuitBreakerExerciseTest extends CircuitBreakerContract {
  @Override
  Answer answer(int failuresInARow, long openMillis, LongSupplier clock) {
    var breaker = new CircuitBreaker(failuresInARow, openMillis, clock);
    return new Answer() {
      @Override
      public long tryCall() {
        return breaker.tryCall();
      }

      @Override
      public void good(long call) {
        breaker.good(call);
      }

      @Override
      public void bad(long call) {
        breaker.bad(call);
      }

      @Override
      public void cancelled(long call) {
        breaker.cancelled(call);
      }
    };
  }
}

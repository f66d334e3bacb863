package scalebook.microservices.exercise;

class RetryBudgetExerciseTest extends RetryBudgetContract {
  @Override
  Answer answer(int reserve) {
    var budget = new RetryBudget(reserve);
    return new Answer() {
      @Override
      public void call() {
        budget.call();
      }

      @Override
      public boolean tryRetry() {
        return budget.tryRetry();
      }
    };
  }
}

package scalebook.microservices.exercise;

class RetryBudgetSolutionTest extends RetryBudgetContract {
  @Override
  Answer answer(int reserve) {
    var budget = new scalebook.microservices.solution.RetryBudget(reserve);
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

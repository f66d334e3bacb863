package scalebook.transactions.exercise;

class SagaRunnerSolutionTest extends SagaRunnerContract {
  @Override
  Answer answer() {
    return new scalebook.transactions.solution.SagaRunner()::run;
  }
}

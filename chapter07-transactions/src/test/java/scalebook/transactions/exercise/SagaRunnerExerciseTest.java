package scalebook.transactions.exercise;

class SagaRunnerExerciseTest extends SagaRunnerContract {
  @Override
  Answer answer() {
    return new SagaRunner()::run;
  }
}

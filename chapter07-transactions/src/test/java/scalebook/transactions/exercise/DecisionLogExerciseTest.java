package scalebook.transactions.exercise;

class DecisionLogExerciseTest extends DecisionLogContract {
  @Override
  Answer answer() {
    return new DecisionLog()::recover;
  }
}

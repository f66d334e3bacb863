package scalebook.transactions.exercise;

class DecisionLogSolutionTest extends DecisionLogContract {
  @Override
  Answer answer() {
    return new scalebook.transactions.solution.DecisionLog()::recover;
  }
}

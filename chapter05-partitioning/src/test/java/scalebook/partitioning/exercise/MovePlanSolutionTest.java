package scalebook.partitioning.exercise;

class MovePlanSolutionTest extends MovePlanContract {
  @Override
  Answer answer() {
    return new scalebook.partitioning.solution.MovePlan()::plan;
  }
}

package scalebook.partitioning.exercise;

class MovePlanExerciseTest extends MovePlanContract {
  @Override
  Answer answer() {
    return new MovePlan()::plan;
  }
}

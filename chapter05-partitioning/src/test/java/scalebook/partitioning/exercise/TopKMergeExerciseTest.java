package scalebook.partitioning.exercise;

class TopKMergeExerciseTest extends TopKMergeContract {
  @Override
  Answer answer() {
    return new TopKMerge()::page;
  }
}

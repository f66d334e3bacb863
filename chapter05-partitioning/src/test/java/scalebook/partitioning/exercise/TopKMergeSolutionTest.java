package scalebook.partitioning.exercise;

class TopKMergeSolutionTest extends TopKMergeContract {
  @Override
  Answer answer() {
    return new scalebook.partitioning.solution.TopKMerge()::page;
  }
}

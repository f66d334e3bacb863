package scalebook.replication.exercise;

class PromotionChooserSolutionTest extends PromotionChooserContract {
  @Override
  Answer answer() {
    return new scalebook.replication.solution.PromotionChooser()::choose;
  }
}

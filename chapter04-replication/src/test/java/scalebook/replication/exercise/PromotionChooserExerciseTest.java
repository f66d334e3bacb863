package scalebook.replication.exercise;

class PromotionChooserExerciseTest extends PromotionChooserContract {
  @Override
  Answer answer() {
    return new PromotionChooser()::choose;
  }
}

package scalebook.transactions.exercise;

class InboxExerciseTest extends InboxContract {
  @Override
  Answer answer() {
    return new Inbox()::receive;
  }
}

package scalebook.transactions.exercise;

class InboxSolutionTest extends InboxContract {
  @Override
  Answer answer() {
    return new scalebook.transactions.solution.Inbox()::receive;
  }
}

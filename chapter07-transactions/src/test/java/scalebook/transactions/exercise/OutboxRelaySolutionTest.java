package scalebook.transactions.exercise;

class OutboxRelaySolutionTest extends OutboxRelayContract {
  @Override
  Answer answer() {
    return new scalebook.transactions.solution.OutboxRelay()::relay;
  }
}

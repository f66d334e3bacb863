package scalebook.transactions.exercise;

class OutboxRelayExerciseTest extends OutboxRelayContract {
  @Override
  Answer answer() {
    return new OutboxRelay()::relay;
  }
}

package scalebook.microservices.exercise;

class IdempotentConsumerExerciseTest extends IdempotentConsumerContract {
  @Override
  Answer answer() {
    return new IdempotentConsumer()::handle;
  }
}

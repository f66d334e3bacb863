package scalebook.microservices.exercise;

class IdempotentConsumerSolutionTest extends IdempotentConsumerContract {
  @Override
  Answer answer() {
    return new scalebook.microservices.solution.IdempotentConsumer()::handle;
  }
}

package scalebook.cloning.exercise;

class LeastConnectionsExerciseTest extends LeastConnectionsContract {
  @Override
  Answer answer() {
    return new LeastConnections()::pick;
  }
}

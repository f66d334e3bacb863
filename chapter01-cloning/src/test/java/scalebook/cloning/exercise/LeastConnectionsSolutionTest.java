package scalebook.cloning.exercise;

import scalebook.cloning.solution.LeastConnections;

class LeastConnectionsSolutionTest extends LeastConnectionsContract {
  @Override
  Answer answer() {
    return new LeastConnections()::pick;
  }
}

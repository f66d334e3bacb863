package scalebook.replication.exercise;

import java.util.List;
import scalebook.replication.exercise.ReadWriteRouter.Copy;
import scalebook.replication.exercise.ReadWriteRouter.Session;

class ReadWriteRouterSolutionTest extends ReadWriteRouterContract {
  @Override
  Router router(List<Copy> replicas) {
    scalebook.replication.solution.ReadWriteRouter answer =
        new scalebook.replication.solution.ReadWriteRouter(replicas);
    return new Router() {
      @Override
      public void wrote(Session session, long position) {
        answer.wrote(session, position);
      }

      @Override
      public String read(Session session) {
        return answer.read(session);
      }
    };
  }
}

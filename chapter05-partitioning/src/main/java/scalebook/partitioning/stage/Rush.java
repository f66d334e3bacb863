package scalebook.partitioning.stage;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import scalebook.engines.process.Tasks;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Order;

/** Many questions at the same time, each for the first orders: so many rows are no load. */
public record Rush(ScatterGather gather) {
  private static final int LAST = 300;
  private static final int QUESTIONS = 60;

  /** How many answers lack some of what living shards have. */
  public int lacking(List<Order> living) throws Exception {
    List<Order> wanted = living.stream().filter(order -> order.id() <= LAST).toList();
    ExecutorService askers = Tasks.executor();
    try {
      List<Future<Gathered<List<Order>>>> answers = new ArrayList<>();
      for (int i = 0; i < QUESTIONS; i++) {
        answers.add(askers.submit(() -> gather.range(1, LAST)));
      }
      int lacking = 0;
      for (Future<Gathered<List<Order>>> answer : answers) {
        lacking += answer.get().value().equals(wanted) ? 0 : 1;
      }
      return lacking;
    } finally {
      askers.shutdownNow();
    }
  }
}

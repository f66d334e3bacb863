package scalebook.partitioning.stage.engines;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import scalebook.partitioning.engines.OrderAnswers;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.store.Order;

/** The same questions to every engine; a list of the orders, ids from 1 on, knows the answers. */
public final class Questions {
  private static final int RANGE = 50;
  private static final int PAGE = 10;
  private static final int MOST_OFFSET = 100; // shards send all before a page
  private static final int EVERY = 10; // a range and a page for so many single orders

  private final List<Order> orders;
  private final List<Order> dearest;
  private final int count;

  /**
   * @param count single orders that are asked for
   */
  public Questions(List<Order> orders, int count) {
    this.orders = orders;
    this.dearest = orders.stream().sorted(ScatterGather.MOST_EXPENSIVE_FIRST).toList();
    this.count = count;
  }

  public int all() {
    return count + 2 * (count / EVERY);
  }

  /** How many are answered otherwise, or not at all. */
  public long different(OrderAnswers engine) {
    int step = orders.size() / count;
    return IntStream.range(0, count)
        .mapToLong(
            i -> {
              int at = i * step;
              Order order = orders.get(at);
              long wrong = wrong(() -> engine.find(order.id()), Optional.of(order));
              if (i % EVERY == 0) {
                List<Order> near = orders.subList(at, Math.min(at + RANGE, orders.size()));
                wrong += wrong(() -> engine.range(at + 1, at + near.size()), near);
                int offset = at % MOST_OFFSET;
                List<Order> page = dearest.subList(offset, offset + PAGE);
                wrong += wrong(() -> engine.page(offset, PAGE), page);
              }
              return wrong;
            })
        .sum();
  }

  private static int wrong(Callable<Object> question, Object expected) {
    try {
      return question.call().equals(expected) ? 0 : 1;
    } catch (Exception noAnswer) {
      return 1;
    }
  }
}

package scalebook.partitioning.solution;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import scalebook.partitioning.exercise.BatchedJoin.Customer;
import scalebook.partitioning.exercise.BatchedJoin.Customers;
import scalebook.partitioning.exercise.BatchedJoin.Line;
import scalebook.partitioning.exercise.BatchedJoin.Order;

/** All ids first, then the customers, then the lines: no query stands in a loop over the rows. */
public final class BatchedJoin {
  private final Customers customers;
  private final int most;

  public BatchedJoin(Customers customers, int most) {
    this.customers = customers;
    this.most = most;
  }

  public List<Line> join(List<Order> orders) throws IOException {
    List<Long> ids = orders.stream().flatMap(o -> o.customer().stream()).distinct().toList();
    Map<Long, String> names = new HashMap<>();
    for (int from = 0; from < ids.size(); from += most) {
      for (Customer found : customers.find(ids.subList(from, Math.min(from + most, ids.size())))) {
        names.put(found.id(), found.name());
      }
    }
    return orders.stream().map(o -> new Line(o.id(), o.customer().map(names::get))).toList();
  }
}

package scalebook.partitioning.engines;

import java.util.List;
import java.util.Optional;
import scalebook.partitioning.store.Order;

/** Orders in some engine, and the questions that all of them must answer alike. */
public interface OrderAnswers {
  Optional<Order> find(long id) throws Exception;

  /** Ids from … to, both included, in their order. */
  List<Order> range(long from, long to) throws Exception;

  /** So many after an offset, the most expensive first; equal ones by id. */
  List<Order> page(int offset, int size) throws Exception;
}

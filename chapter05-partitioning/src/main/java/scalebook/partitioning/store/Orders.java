package scalebook.partitioning.store;

import java.util.Optional;

/** The order store as its users see it; where an order lives is not their concern. */
public interface Orders {
  /** What was found, and how many times it went over a network for that. */
  record Found(Optional<Order> order, int hops) {}

  Found find(long id) throws Exception;

  /** False when there is one with that id. */
  boolean insert(Order order) throws Exception;

  /** Adds to an order's amount; false when there is none. */
  boolean add(long id, long cents) throws Exception;
}

package scalebook.partitioning.store;

import java.util.Optional;

/** A way to an order; where the order lives is not its user's concern. */
@FunctionalInterface
public interface Finder {
  /** What was found, and how many times it went over a network for that. */
  record Found(Optional<Order> order, int hops) {}

  Found find(long id) throws Exception;
}

package scalebook.partitioning.store;

import java.util.Optional;

/** A way to an order; where the order lives is not its user's concern. */
@FunctionalInterface
public interface Finder {
  /**
   * What was found.
   *
   * @param hops so many times it went over a network for that
   * @param by the shard's name, where it is known
   */
  record Found(Optional<Order> order, int hops, String by) {}

  Found find(long id) throws Exception;
}

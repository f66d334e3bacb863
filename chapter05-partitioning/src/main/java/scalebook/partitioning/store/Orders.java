package scalebook.partitioning.store;

/** The order store as its users see it. */
public interface Orders extends Finder {
  /** False when there is one with that id. */
  boolean insert(Order order) throws Exception;

  /** Adds to an order's amount; false when there is none. */
  boolean add(long id, long cents) throws Exception;
}

package scalebook.transactions.shop;

/** Places orders that touch three databases. Each protocol is one. */
public interface Orders extends AutoCloseable {
  /**
   * True when it is placed, false when it was refused and left nothing. After an exception the
   * caller does not know.
   */
  boolean place(Order order) throws Exception;

  /** Nothing is half done any more, as far as it can see. */
  boolean settled() throws Exception;

  @Override
  void close();
}

package scalebook.transactions.outbox;

import scalebook.transactions.shop.Order;

/**
 * "Customer 7 has ordered".
 *
 * @param number counts the customer's events, without a gap; in a choreography, the order's
 *     attempts
 * @param kind what has happened
 * @param hops how many events led to it, itself included
 */
public record Event(int number, Order order, String kind, int hops) {
  public static final String ORDERED = "ordered";

  public Event(int number, Order order) {
    this(number, order, ORDERED, 1);
  }

  /** What follows from it; another "ordered" is another attempt. */
  public Event next(String then) {
    return new Event(then.equals(ORDERED) ? number + 1 : number, order, then, hops + 1);
  }

  int customer() {
    return order.customer();
  }
}

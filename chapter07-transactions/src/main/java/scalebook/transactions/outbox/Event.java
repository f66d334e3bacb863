package scalebook.transactions.outbox;

import scalebook.transactions.shop.Order;

/** "Customer 7 has ordered": the number counts the customer's events, without a gap. */
public record Event(int number, Order order) {
  int customer() {
    return order.customer();
  }
}

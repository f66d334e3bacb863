package scalebook.microservices.protocol;

/** An order as the service understood it. */
public record Placed(long id, int quantity, int customer) {
  /** The service read what its caller wrote. */
  public boolean understood(Order order) {
    return equals(new Placed(order.id(), order.quantity(), order.customer()));
  }
}

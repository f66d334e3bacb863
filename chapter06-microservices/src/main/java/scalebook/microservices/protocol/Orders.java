package scalebook.microservices.protocol;

import java.io.IOException;
import scalebook.engines.http.Refused;
import scalebook.microservices.resilience.Deadline;

/** The order call, whatever travels: a method, JSON over HTTP, or gRPC. */
public interface Orders extends AutoCloseable {
  /** What is refused, has a {@link Refused}'s status. */
  Placed place(Order order, Deadline deadline) throws IOException;

  @Override
  default void close() {}

  /** The service itself. */
  static Orders service() {
    return (order, deadline) -> {
      if (order.quantity() < 1) {
        throw new Refused(400, "quantity is 1 or more");
      }
      return new Placed(order.id(), order.quantity(), order.customer());
    };
  }
}

package scalebook.microservices.stage.protocols;

import java.io.IOException;
import scalebook.engines.http.Service;
import scalebook.microservices.protocol.JsonOrders;
import scalebook.microservices.protocol.Order;
import scalebook.microservices.protocol.Orders;
import scalebook.microservices.protocol.Placed;
import scalebook.microservices.resilience.Deadline;

/** JSON outside, and inside, behind a gateway, whatever it is. */
public record Behind(Orders inside, Service gateway, Orders outside) implements Orders {
  public static Orders gateway(Orders inside) {
    Service gateway = JsonOrders.serve(inside);
    return new Behind(inside, gateway, new JsonOrders(gateway.port()));
  }

  @Override
  public Placed place(Order order, Deadline deadline) throws IOException {
    return outside.place(order, deadline);
  }

  @Override
  public void close() {
    outside.close();
    gateway.close();
    inside.close();
  }
}

package scalebook.microservices.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.microservices.resilience.Deadline;

@Timeout(30)
class JsonOrdersTest {
  private static final Order ORDER = new Order(7, "item 3", 2, 4711, "gift");

  @Test
  void theServiceReadsWhatItsCallerWrote() throws Exception {
    try (Service service = JsonOrders.serve(Orders.service());
        Orders orders = new JsonOrders(service.port())) {
      Placed placed = orders.place(ORDER, Deadline.in(20_000));
      assertThat(placed).isEqualTo(new Placed(7, 2, 4711));
      assertThat(placed.understood(ORDER)).isTrue();
      assertThat(placed.understood(new Order(7, "item 3", 4711, 2, "gift"))).isFalse();
    }
  }

  /** Before orders that are elsewhere it is a gateway: no refusal gets lost in it. */
  @Test
  void aRefusalPassesAGateway() throws Exception {
    try (Service service = JsonOrders.serve(Orders.service());
        Orders inside = new JsonOrders(service.port());
        Service gateway = JsonOrders.serve(inside);
        Orders orders = new JsonOrders(gateway.port())) {
      assertThatThrownBy(() -> orders.place(new Order(8, "item 3", 0, 1, ""), Deadline.in(20_000)))
          .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.status()).isEqualTo(400))
          .hasMessage("quantity is 1 or more");
    }
  }

  @Test
  void theCallersDeadlineTravels() throws Exception {
    AtomicLong left = new AtomicLong();
    Orders waits =
        (order, deadline) -> {
          left.set(deadline.leftMillis());
          return new Placed(order.id(), order.quantity(), order.customer());
        };
    try (Service service = JsonOrders.serve(waits);
        Orders orders = new JsonOrders(service.port())) {
      orders.place(ORDER, Deadline.in(9_000));
      assertThat(left.get()).as("ms left").isPositive().isLessThanOrEqualTo(9_000);
    }
  }
}

package scalebook.microservices.stage.protocols;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import scalebook.engines.http.Refused;
import scalebook.lab.fault.Wire;
import scalebook.lab.load.Load;
import scalebook.microservices.protocol.Order;
import scalebook.microservices.protocol.Orders;
import scalebook.microservices.resilience.Deadline;

/**
 * One way to make the order call.
 *
 * @param port of the server
 * @param client makes one to a port
 */
public record Way(String name, int port, IntFunction<Orders> client) {
  private static final int CALLERS = 16;
  private static final int CALL_MILLIS = 20_000;
  private static final Duration FAR = Duration.ofMillis(20);

  /** What a call costs on the wire in front of the server. */
  record Wired(double bytes, long connections) {}

  static Order order(long number) {
    return new Order(100_000 + number, "item " + number % 10, 1 + (int) (number % 5), 4711, "gift");
  }

  static Deadline soon() {
    return Deadline.in(CALL_MILLIS);
  }

  /** Bytes of one call after another; connections of many callers at once. */
  Wired wired(int calls) throws Exception {
    try (Wire wire = Wire.to("127.0.0.1", port);
        Orders orders = client.apply(wire.port())) {
      orders.place(order(0), soon()); // to connect
      long before = wire.carried();
      for (int i = 0; i < calls; i++) {
        orders.place(order(i), soon());
      }
      double bytes = (double) (wire.carried() - before) / calls;
      wire.delay(FAR); // so that the callers' calls are under way at the same time
      try (Load load = Load.closed(CALLERS, calls, number -> orders.place(order(number), soon()))) {
        load.await();
      }
      return new Wired(bytes, wire.accepted());
    }
  }

  /** One call after another, without a wire between. */
  double medianMicros(int calls) throws Exception {
    try (Orders orders = client.apply(port)) {
      orders.place(order(0), soon());
      try (Load load = Load.closed(1, calls, number -> orders.place(order(number), soon()))) {
        return 1_000 * load.await().millisAt(50);
      }
    }
  }

  /** What its clients hear, also to an order that nobody can fulfil. */
  List<String> answers(int calls) throws IOException {
    List<String> answers = new ArrayList<>();
    try (Orders orders = client.apply(port)) {
      for (int i = 0; i < calls; i++) {
        Order order = i % 3 == 0 ? new Order(i, "item", -i, 1, "") : order(i);
        try {
          answers.add(orders.place(order, soon()).toString());
        } catch (Refused e) {
          answers.add(e.status() + " " + e.getMessage());
        }
      }
    }
    return answers;
  }
}

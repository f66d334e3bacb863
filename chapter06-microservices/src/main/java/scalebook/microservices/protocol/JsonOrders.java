package scalebook.microservices.protocol;

import java.io.IOException;
import scalebook.engines.http.Answer;
import scalebook.engines.http.HttpCaller;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.engines.json.Json;
import scalebook.microservices.calls.Connections;
import scalebook.microservices.resilience.Deadline;

/** Orders as JSON over HTTP/1.1: one call at a time on each connection. */
public final class JsonOrders implements Orders {
  public static final String PATH = "/orders";
  private static final int THREADS = 32;
  private static final long MOST_MILLIS = 60_000;

  private final int port;
  private final Connections connections = new Connections();

  public JsonOrders(int port) {
    this.port = port;
  }

  @Override
  public Placed place(Order order, Deadline deadline) throws IOException {
    HttpCaller.Answer answer = connections.call(port, "POST", PATH, Json.text(order), deadline);
    if (answer.status() != 200) {
      throw new Refused(answer.status(), answer.body().strip());
    }
    return Json.read(answer.body(), Placed.class);
  }

  /** The other end, started; before orders that are elsewhere, it is a gateway. */
  public static Service serve(Orders orders) {
    return Service.on(0, "orders", THREADS)
        .route(
            PATH,
            call ->
                Answer.json(
                    orders.place(
                        call.json(Order.class),
                        Deadline.of(call.header(Deadline.HEADER), MOST_MILLIS))))
        .start();
  }

  @Override
  public void close() {
    connections.close();
  }
}

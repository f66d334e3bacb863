package scalebook.partitioning.routing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Orders;

/** Asks an {@link OrderServer}, whatever that does then. */
public final class HttpOrders implements Orders {
  private static final Duration BOUND = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final boolean passingOn;

  /** {@code passingOn}: for a sibling, who must know itself or refuse. */
  HttpOrders(int port, boolean passingOn) {
    this.url = "http://127.0.0.1:" + port + "/orders";
    this.passingOn = passingOn;
  }

  public HttpOrders(int port) {
    this(port, false);
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (passingOn) {
      request.header(OrderServer.HOPS, "1");
    }
    return client.send(request.timeout(BOUND).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(url + path))
            .POST(HttpRequest.BodyPublishers.ofString(form)));
  }

  @Override
  public Found find(long id) throws IOException, InterruptedException, NodeOrders.NotOwner {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url + "/" + id)));
    int hops = answer.headers().firstValue(OrderServer.HOPS).map(Integer::valueOf).orElse(0) + 1;
    return switch (answer.statusCode()) {
      case 200 -> new Found(Optional.of(order(answer.body())), hops);
      case 404 -> new Found(Optional.empty(), hops);
      case 409 -> throw new NodeOrders.NotOwner(answer.body().strip());
      default -> throw new IOException(answer.statusCode() + ": " + answer.body().strip());
    };
  }

  private static Order order(String line) {
    long[] parts = Stream.of(line.strip().split(" ")).mapToLong(Long::parseLong).toArray();
    return new Order(parts[0], (int) parts[1], parts[2], parts[3]);
  }

  @Override
  public boolean insert(Order order) throws IOException, InterruptedException {
    String form =
        "id=%d&customer=%d&cents=%d".formatted(order.id(), order.customer(), order.cents());
    return did(post("", form), 201, 409);
  }

  @Override
  public boolean add(long id, long cents) throws IOException, InterruptedException {
    return did(post("/" + id, "cents=" + cents), 200, 404);
  }

  private static boolean did(HttpResponse<String> answer, int yes, int no) throws IOException {
    if (answer.statusCode() != yes && answer.statusCode() != no) {
      throw new IOException(answer.statusCode() + ": " + answer.body().strip());
    }
    return answer.statusCode() == yes;
  }
}

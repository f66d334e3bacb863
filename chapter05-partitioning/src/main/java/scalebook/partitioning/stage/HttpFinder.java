package scalebook.partitioning.stage;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import scalebook.partitioning.store.Finder;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Shard;

/** Asks an {@link OrderServer}, whatever that does then; or, for a sibling, one that must know. */
record HttpFinder(int port, boolean passingOn) implements Finder {
  private static final Duration BOUND = Duration.ofSeconds(10);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Override
  public Found find(long id) throws IOException, InterruptedException, Shard.Refused {
    URI uri = URI.create("http://127.0.0.1:%d/orders/%d".formatted(port, id));
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(BOUND);
    if (passingOn) {
      request.header(OrderServer.HOPS, "1");
    }
    HttpResponse<String> answer =
        CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    String text = answer.body().strip();
    int hops = answer.headers().firstValue(OrderServer.HOPS).map(Integer::valueOf).orElse(0) + 1;
    String by = answer.headers().firstValue(OrderServer.SHARD).orElse("");
    return switch (answer.statusCode()) {
      case 200 -> new Found(Optional.of(order(text)), hops, by);
      case 404 -> new Found(Optional.empty(), hops, by);
      case 409 -> throw new Shard.Refused(text);
      default -> throw new IOException(answer.statusCode() + ": " + text);
    };
  }

  private static Order order(String line) {
    long[] parts = Stream.of(line.split(" ")).mapToLong(Long::parseLong).toArray();
    return new Order(parts[0], (int) parts[1], parts[2], parts[3]);
  }
}

package scalebook.partitioning.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.book.testing.Playing;
import scalebook.lab.control.ControlClient;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

@Timeout(90)
class PlaygroundTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private int post(String path, String form) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void ordersAreServedWhileShardsComeAndDie() throws Exception {
    try (Playing playing = Playing.start(5, "--orders", "600", "--control", "0")) {
      ControlClient control = playing.control();
      port = playing.port();
      assertThat(get("/orders/7").statusCode()).isEqualTo(200);
      assertThat(get("/orders/99999").statusCode()).isEqualTo(404);
      assertThat(get("/orders/x").statusCode()).isEqualTo(400);
      assertThat(post("/orders", "id=5000&customer=1&cents=250")).isEqualTo(201);
      assertThat(post("/orders", "id=5000&customer=1&cents=250")).isEqualTo(409);
      assertThat(post("/orders", "id=5001&customer=5000000000&cents=250")).isEqualTo(400);
      HttpRequest.Builder url = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port));
      HttpRequest delete = url.uri(url.build().uri().resolve("/orders/5000")).DELETE().build();
      assertThat(client.send(delete, HttpResponse.BodyHandlers.ofString()).statusCode())
          .as("what is not done is not answered as if it were")
          .isEqualTo(405);
      String most = "cents=" + Long.MAX_VALUE;
      assertThat(post("/orders/5000", most)).as("more than there can be").isEqualTo(400);
      assertThat(get("/orders/5000").body()).startsWith("5000 1 250");
      assertThat(get("/orders?from=1&to=50").body().lines()).hasSize(50);
      AtomicLong next = new AtomicLong(10_000);
      try (Load load =
          Load.closed(
              6,
              Long.MAX_VALUE,
              i -> {
                int status =
                    i % 2 == 0
                        ? get("/orders/" + (1 + i % 600)).statusCode()
                        : post("/orders", "id=" + next.incrementAndGet() + "&customer=1&cents=5");
                if (status != 200 && status != 201) {
                  throw new IllegalStateException("status " + status);
                }
              })) {
        playing.type("add shard", "shard3 has");
        playing.type("add shard", "shard4 has");
        playing.type("add shard", "no empty shard is left");
        Ledger ledger = load.stop();
        assertThat(ledger.failedCount()).as("%s", ledger).isZero();
      }
      playing.type("status", "epoch");
      playing.type("kill shard2", "shard2 is dead");
      assertThat(control.status().path("shards").get(2).path("up").asBoolean()).isFalse();
      HttpResponse<String> partial = get("/orders?from=1&to=600");
      assertThat(partial.statusCode()).as("a range without a shard").isEqualTo(206);
      assertThat(partial.headers().firstValue("X-Partial")).contains("missing shards [2]");
      playing.type("start shard2", "shard2 is back");
      await().atMost(SOON).until(() -> get("/orders?from=1&to=600").statusCode() == 200);
      assertThat(get("/orders?from=1&to=600").body().lines()).hasSize(600);
      long epoch = control.status().path("epoch").asLong();
      control.call("move", "shard0", "shard1", 2, "sleep", "after-chunk");
      assertThat(control.call("mover", "goes-on").asText()).isEqualTo("finished");
      control.call("mover", "wake");
      await().atMost(SOON).until(() -> control.status().path("movers").isEmpty());
      assertThat(control.status().path("epoch").asLong()).as("maps").isEqualTo(epoch + 1);
      assertThat(control.call("insert", "ada", 7_000_000, 5).path("outcome").asText())
          .isEqualTo("ok");
      assertThat(control.call("read", "bob", 7_000_000).path("seen")).hasToString("[5]");
      String owner = get("/orders/7").headers().firstValue(OrderServer.SHARD).orElseThrow();
      assertThat(control.call("rows", owner).path("owned")).map(JsonNode::asLong).contains(7L);
      for (int shard = 0; shard < 5; shard++) {
        assertThat(control.call("rows", "shard" + shard).path("others")).as("strays").isEmpty();
      }
      playing.type("kill shard9", "usage");
      assertThat(playing.quit()).isZero();
    }
  }
}

package scalebook.transactions.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scalebook.book.testing.Playing;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
import scalebook.lab.control.ControlClient;

@Timeout(90)
class PlaygroundTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LATER = Duration.ofSeconds(60); // a broker begins
  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private int order(long id, int quantity) throws Exception {
    String form = "id=" + id + "&customer=7&item=3&quantity=" + quantity;
    return send(to("/orders").POST(HttpRequest.BodyPublishers.ofString(form))).statusCode();
  }

  private String invariant() throws Exception {
    return send(to("/invariant")).body().strip();
  }

  @ParameterizedTest
  @CsvSource({"2pc, after-prepare", "saga, after-reserve"})
  void ordersAndCrashes(String protocol, String place) throws Exception {
    try (Playing playing =
        Playing.start(7, "--protocol", protocol, "--away", "4000", "--control", "0")) {
      ControlClient control = playing.control();
      port = playing.port();
      assertThat(order(1, 2)).isEqualTo(201);
      assertThat(order(1, 2)).as("the same order once more").isEqualTo(201);
      assertThat(order(1, 3)).as("another order with its id").isEqualTo(409);
      assertThat(order(2, 50)).as("no truck carries fifty").isEqualTo(409);
      assertThat(order(2, 50)).as("and still not").isEqualTo(409);
      assertThat(send(to("/orders").POST(HttpRequest.BodyPublishers.ofString("id=x"))).statusCode())
          .isEqualTo(400);
      assertThat(order(5_000_000_000L, 1)).as("a number that is too large").isEqualTo(400);
      assertThat(send(to("/orders/1")).body()).startsWith("CONFIRMED");
      assertThat(send(to("/orders/99")).statusCode()).isEqualTo(404);
      assertThat(invariant()).isEqualTo("ok, 1 orders");
      for (String database : List.of("orders", "inventory", "shipment")) {
        assertThat(control.call("rows", database).path("orders")).hasToString("[1]");
      }
      assertThat(control.call("rows", "inventory").path("goods").get(0).path("initial").asLong())
          .isPositive();
      assertThat(control.call("log").isEmpty()).isEqualTo(!protocol.equals("2pc"));
      playing.type("crash coordinator " + place, place);
      assertThat(order(3, 1)).as("the coordinator's last order").isEqualTo(202);
      assertThat(send(to("/orders/3")).statusCode()).as("an order in doubt").isEqualTo(202);
      assertThat(order(3, 1)).as("an order while the coordinator is away").isEqualTo(503);
      playing.awaitLine("a coordinator is back");
      assertThat(order(3, 1)).as("the order in doubt, once more").isEqualTo(201);
      assertThat(send(to("/orders/3")).body()).startsWith("CONFIRMED");
      await().atMost(SOON).until(() -> invariant().startsWith("ok"));
      assertThat(order(4, 1)).isEqualTo(201);
      playing.type("kill inventory", "inventory is dead");
      assertThat(order(5, 1)).as("an order without inventory").isNotEqualTo(201);
      playing.type("status", "inventory  down");
      playing.type("start inventory", "inventory is back");
      await().atMost(SOON).until(() -> invariant().startsWith("ok"));
      await().atMost(SOON).until(() -> order(6, 1) == 201 || order(7, 1) == 201);
      control.call("pause", "shipment");
      assertThat(control.status().path("databases").get(2).path("state").asText())
          .isEqualTo("paused");
      control.call("resume", "shipment");
      control.call("cut", "orders");
      assertThat(order(8, 1)).as("an order that reaches no database").isNotEqualTo(201);
      control.call("heal");
      await().atMost(SOON).until(() -> control.call("check").path("inDoubt").asInt() == 0);
      playing.type("kill nothing", "usage");
      assertThat(playing.quit()).isZero();
    }
  }

  /** Refused by a consumer, when nobody can refuse it any more. */
  @Test
  void anOperatorReplaysADeadLetter() throws Exception {
    try (Playing playing = Playing.start(7, "--protocol", "outbox")) {
      port = playing.port();
      assertThat(order(1, 50)).as("no truck carries fifty: refused at the door").isEqualTo(409);
      String unknownItem = "id=2&customer=7&item=999&quantity=1";
      assertThat(
              send(to("/orders").POST(HttpRequest.BodyPublishers.ofString(unknownItem)))
                  .statusCode())
          .isEqualTo(201);
      assertThat(order(3, 1)).isEqualTo(201);
      assertThat(order(3, 1)).as("the same order once more").isEqualTo(201);
      await().atMost(SOON).until(() -> invariant().contains("order 2: inventory has null"));
      await() // its attempts come first
          .atMost(SOON)
          .until(() -> playing.type("replay inventory 7", "re").contains("still refused"));
      playing.type("letters", "not enough of item 999");
      assertThat(playing.quit()).isZero();
    }
  }

  private static void fetchKafka() {
    try {
      Guest.of("kafka").path();
    } catch (Missing away) {
      assumeTrue(System.getenv("CI") != null, away.getMessage());
    }
  }

  @Test
  @Timeout(240)
  void anOutboxHoldsItsEventsWhileKafkaIsDead() throws Exception {
    fetchKafka();
    try (Playing playing = Playing.start(7, "--on", "kafka", "--control", "0")) {
      ControlClient control = playing.control();
      port = playing.port();
      assertThat(order(1, 2)).isEqualTo(201);
      await().atMost(LATER).until(() -> shipped(control).path("waiting").asInt() == 0);
      await().atMost(LATER).until(() -> invariant().equals("ok, 1 orders"));
      assertThat(shipped(control).path("published").asInt()).isPositive();
      playing.type("kill kafka", "kafka is dead");
      assertThat(order(2, 1)).as("an order without a broker").isEqualTo(201);
      playing.type("status", "1 wait in the outbox");
      assertThat(control.status().path("coordinator").asText()).isEqualTo("up");
      playing.type("start kafka", "kafka is back");
      await().atMost(LATER).until(() -> shipped(control).path("waiting").asInt() == 0);
      await().atMost(LATER).until(() -> invariant().equals("ok, 2 orders"));
      assertThat(shipped(control).path("published").asInt()).isGreaterThanOrEqualTo(2);
      assertThat(playing.quit()).isZero();
    }
  }

  private static JsonNode shipped(ControlClient control) throws Exception {
    return control.status().path("events").path(0);
  }
}

package scalebook.microservices.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.book.testing.Playing;
import scalebook.lab.control.ControlClient;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.lab.load.Standstill;
import scalebook.microservices.shop.Reply;

@Timeout(90)
class PlaygroundTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Half of what an order may take: whoever loses more to the machine may be told 504. */
  private static final long MOST_STILL_MILLIS = 1_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(to(path).build(), HttpResponse.BodyHandlers.ofString());
  }

  private String servedBy(String path) throws Exception {
    return get(path).headers().firstValue(Reply.INSTANCE).orElse("");
  }

  private int order(long id) throws Exception {
    String form = "id=" + id + "&item=3&quantity=1";
    return client
        .send(
            to("/api/orders").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
            HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void theShopGoesOnWhileItsPartsComeAndDie() throws Exception {
    try (Playing playing = Playing.start(6, "--control", "0")) {
      ControlClient control = playing.control();
      port = playing.port();
      // In processes that have just begun the first of a kind may take longer than its deadline.
      await().atMost(SOON).until(() -> get("/api/catalogue/7").body().startsWith("item 7"));
      await().atMost(SOON).until(() -> servedBy("/api/catalogue/7").matches("catalogue-[12]"));
      await().atMost(SOON).until(() -> order(1) == 200);
      await().atMost(SOON).until(() -> get("/api/page/3").body().matches("(?s).*item 3.*left.*"));
      assertThat(get("/api/catalogue/x").statusCode()).isEqualTo(400);
      assertThat(get("/api/nothing").statusCode()).isEqualTo(404);
      try (Standstill machine = Standstill.start();
          Load load =
              Load.open(
                  60,
                  4,
                  Long.MAX_VALUE,
                  number -> {
                    int status = order(100 + number);
                    if (status != 200) {
                      throw new IllegalStateException("status " + status);
                    }
                  })) {
        playing.type("kill order-2", "order-2 is dead");
        playing.type("scale order 3", "order: 3 instances");
        playing.type("kill registry", "the registry is dead");
        playing.type("status", "the registry does not answer");
        assertThat(control.status().path("known").path("order")).as("of order").isNotEmpty();
        playing.type("start registry", "another registry is up");
        Thread.sleep(500); // under load
        Ledger ledger = load.stop();
        long failed = ledger.failedCount();
        if (machine.longestMillis() > MOST_STILL_MILLIS) {
          failed -= ledger.reasons().getOrDefault("IllegalStateException: status 504", 0L);
        }
        assertThat(failed).as("%s", ledger).isZero();
      }
      playing.type("slow inventory 5000", "inventory takes");
      assertThat(get("/api/inventory/3").statusCode()).isEqualTo(504);
      assertThat(get("/api/page/3").headers().firstValue("X-Partial")).isPresent();
      playing.type("slow inventory 0", "inventory takes");
      await().atMost(SOON).until(() -> get("/api/inventory/3").statusCode() == 200);
      playing.type("kill nobody-1", "usage");
      assertThat(playing.quit()).isZero();
    }
  }
}

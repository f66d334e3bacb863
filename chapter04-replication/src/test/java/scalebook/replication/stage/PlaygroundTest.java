package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import scalebook.book.testing.Playing;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class PlaygroundTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String form) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Who writes is the cluster's choice: on a machine that stands still it makes another one. */
  private static String primary(Playing playing) throws Exception {
    String line = playing.type("status", "clients write to ");
    return line.replaceAll(".*clients write to (db\\d).*", "$1");
  }

  private static void switchOver(Playing playing) throws Exception {
    String to = primary(playing).equals("db2") ? "db3" : "db2";
    playing.type("switchover " + to, "gave way to " + to);
  }

  /** In which epoch the next deposit is done. */
  private int depositEpoch() throws Exception {
    String done = awaitAnswer("/accounts/50/deposit", "cents=1").body();
    assertThat(done).matches("done by db\\d in epoch \\d+\\s*");
    return Integer.parseInt(done.replaceAll(".*epoch (\\d+)\\s*", "$1"));
  }

  /** When a database changes the first answers may be "nobody knows"; soon they are real ones. */
  private HttpResponse<String> awaitAnswer(String path, String form) throws Exception {
    return await().atMost(SOON).until(() -> post(path, form), a -> a.statusCode() != 503);
  }

  /** The account that gave all it had; of one that did not answer nobody knows. */
  private int emptied() {
    AtomicInteger account = new AtomicInteger();
    await()
        .atMost(SOON)
        .until(
            () ->
                post("/accounts/" + account.incrementAndGet() + "/withdraw", "cents=100")
                    .body()
                    .startsWith("done by db"));
    return account.get();
  }

  @Test
  void accountsAreServedWhileDatabasesDieHangAndReturn() throws Exception {
    try (Playing playing = Playing.start(4)) {
      port = playing.port();
      assertThat(get("/accounts/1").body()).startsWith("120 cents");
      String withdraw = "/accounts/" + emptied() + "/withdraw";
      assertThat(awaitAnswer(withdraw, "cents=100").statusCode()).isEqualTo(409);
      assertThat(post(withdraw, "x=1").statusCode()).isEqualTo(400);
      assertThat(get("/accounts/999999").statusCode()).isEqualTo(404);
      assertThat(get("/else").statusCode()).isEqualTo(404);
      int before = depositEpoch();
      switchOver(playing);
      assertThat(depositEpoch()).as("the epoch after a switchover").isGreaterThan(before);
      String killed = primary(playing);
      playing.type("kill " + killed, killed + " is dead");
      await()
          .atMost(SOON)
          .until(
              () -> post("/accounts/50/deposit", "cents=1").body(),
              by -> by.startsWith("done by db") && !by.contains(killed));
      assertThat(get("/accounts/50").statusCode()).as("reads go on").isEqualTo(200);
      playing.type("start " + killed, killed + " is back");
      playing.type("cut db1 db3", "do not hear each other");
      playing.type("heal", "all links are whole");
      playing.type("kill db9", "usage");
      playing.type("cut db1", "usage");
      assertThat(playing.quit()).isZero();
    }
  }
}

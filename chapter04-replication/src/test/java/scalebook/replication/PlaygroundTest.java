package scalebook.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import scalebook.book.testing.Playing;

@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class PlaygroundTest {
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

  /** After a fault the first answers may be "nobody knows"; soon they are real ones. */
  private String awaitDeposit(String notBy) throws Exception {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (true) {
      HttpResponse<String> answer = post("/accounts/2/deposit", "cents=1");
      if (answer.statusCode() == 200 && !answer.body().contains(notBy)) {
        return answer.body();
      }
      assertThat(System.nanoTime()).as("a deposit, %s", answer.body()).isLessThan(deadline);
    }
  }

  @Test
  void accountsAreServedWhileDatabasesDieHangAndReturn() throws Exception {
    try (Playing playing = Playing.start(4)) {
      port = playing.port();
      assertThat(get("/accounts/1").body()).startsWith("120 cents");
      assertThat(post("/accounts/1/withdraw", "cents=100").statusCode()).isEqualTo(200);
      assertThat(post("/accounts/1/withdraw", "cents=100").statusCode()).isEqualTo(409);
      assertThat(post("/accounts/1/withdraw", "x=1").statusCode()).isEqualTo(400);
      assertThat(get("/accounts/999999").statusCode()).isEqualTo(404);
      assertThat(get("/else").statusCode()).isEqualTo(404);
      playing.type("status", "clients write to db1");
      playing.type("switchover db2", "db1 gave way to db2");
      assertThat(awaitDeposit("db1")).contains("by db2");
      playing.type("kill db2", "db2 is dead");
      assertThat(awaitDeposit("db2")).contains("done by db");
      assertThat(get("/accounts/1").statusCode()).as("reads go on").isEqualTo(200);
      playing.type("start db2", "db2 is back");
      playing.type("cut db1 db3", "do not hear each other");
      playing.type("heal", "all links are whole");
      playing.type("kill db9", "usage");
      playing.type("cut db1", "usage");
      assertThat(playing.quit()).isZero();
    }
  }
}

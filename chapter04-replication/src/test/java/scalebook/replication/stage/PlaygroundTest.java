package scalebook.replication.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
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
import scalebook.lab.control.ControlClient;

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

  @Test
  void cutOffInModeCpANodeRefusesAndNothingIsStale() throws Exception {
    try (Playing playing = Playing.start(4, "--mode", "cp", "--control", "0")) {
      port = playing.port();
      ControlClient control = playing.control();
      assertThat(control.status().path("mode").asText()).isEqualTo("CP");
      await().atMost(SOON).until(() -> outcome(control, "write", "n1", "x", 1), "ok []"::equals);
      playing.type("isolate n3", "n3 is seen by clients only");
      await().atMost(SOON).until(() -> outcome(control, "write", "n1", "x", 2), "ok []"::equals);
      assertThat(outcome(control, "read", "n3", "x")).isEqualTo("refused []");
      assertThat(outcome(control, "write", "n3", "x", 3)).isEqualTo("refused []");
      assertThat(get("/n3/x").statusCode()).isEqualTo(503);
      await().atMost(SOON).until(() -> get("/n2/x").body(), two -> two.startsWith("2"));
      playing.type("status", "mode CP (two of three copies must answer");
      assertThat(control.status().path("refused").asLong()).isGreaterThanOrEqualTo(3);
      playing.type("heal", "all links are whole");
      await().atMost(SOON).until(() -> outcome(control, "read", "n3", "x"), "ok [\"2\"]"::equals);
      assertThat(get("/n9/x").statusCode()).isEqualTo(400);
      assertThat(get("/x").statusCode()).isEqualTo(404);
      playing.type("cut n1 n1", "usage");
      playing.type("isolate db1", "usage");
      assertThat(playing.quit()).isZero();
    }
  }

  @Test
  void cutOffInModeApANodeAnswersAndBothWritesSurviveTheCut() throws Exception {
    try (Playing playing = Playing.start(4, "--mode", "ap", "--control", "0")) {
      port = playing.port();
      ControlClient control = playing.control();
      assertThat(post("/n1/x", "value=1").body()).startsWith("written");
      await().atMost(SOON).until(() -> control.status().path("differ").asInt() == 0);
      playing.type("isolate n3", "n3 is seen by clients only");
      assertThat(outcome(control, "write", "n3", "x", 5)).isEqualTo("ok []");
      assertThat(outcome(control, "write", "n1", "x", 6)).isEqualTo("ok []");
      assertThat(outcome(control, "read", "n3", "x")).isEqualTo("ok [\"5\"]");
      assertThat(get("/n1/x").body()).startsWith("6");
      JsonNode cut = control.status();
      assertThat(cut.path("differ").asInt()).isEqualTo(1);
      assertThat(cut.path("nodes").get(2).path("cutFrom").size()).isEqualTo(2);
      playing.type("heal", "all links are whole");
      await().atMost(SOON).until(() -> control.status().path("differ").asInt() == 0);
      assertThat(get("/n2/x").body().lines()).as("both").containsExactlyInAnyOrder("5", "6");
      assertThat(outcome(control, "write", "n2", "x", 7)).isEqualTo("ok []");
      assertThat(outcome(control, "read", "n2", "x")).isEqualTo("ok [\"7\"]");
      assertThat(control.status().path("refused").asLong()).isZero();
      playing.type("pause n2", "n2 hangs");
      assertThat(control.status().path("nodes").get(1).path("state").asText()).isEqualTo("paused");
      playing.type("resume n2", "n2 goes on");
      assertThat(playing.quit()).isZero();
    }
  }

  private static String outcome(ControlClient control, String verb, Object... words)
      throws Exception {
    JsonNode done = control.call(verb, words);
    return done.path("outcome").asText() + " " + done.path("seen");
  }

  @Test
  void aProgramAsksANodeInAnEpochAndBreaksMachinesPartByPart() throws Exception {
    try (Playing playing = Playing.start(4, "--control", "0")) {
      ControlClient control = playing.control();
      String old = control.status().path("primary").asText();
      long epoch = control.status().path("epoch").asLong();
      String replica = old.equals("db2") ? "db3" : "db2";
      assertThat(outcome(control, "write", "primary", 0, 7, 500)).isEqualTo("ok []");
      assertThat(outcome(control, "cas", "primary", 0, 7, 500, 600)).isEqualTo("ok []");
      assertThat(outcome(control, "cas", "primary", 0, 7, 500, 700)).isEqualTo("refused []");
      control.call("append", "primary", 0, 3, 11);
      control.call("append", old, epoch, 3, 12);
      assertThat(outcome(control, "read", old, epoch, 7)).isEqualTo("ok [\"600\"]");
      assertThat(outcome(control, "list", "primary", 0, 3)).isEqualTo("ok [\"11\",\"12\"]");
      assertThat(outcome(control, "write", old, epoch + 9, 7, 1))
          .as("in an epoch that is not")
          .isEqualTo("refused []");
      assertThat(outcome(control, "read", replica, epoch, 7))
          .as("a replica that is taken for the primary")
          .isEqualTo("unknown []");
      String token = control.call("write-own", 7, 800).path("token").asText();
      assertThat(outcome(control, "read-own", 7, token)).isEqualTo("ok [\"800\"]");
      control.call("kill", replica + "-database");
      JsonNode parts = control.status().path("parts");
      assertThat(parts.path(replica + "-database").asText()).isEqualTo("dead");
      assertThat(parts.path(replica + "-agent").asText()).isEqualTo("up");
      control.call("start", replica + "-database");
      control.call("pause", replica + "-keeper");
      control.call("deafen", replica, old);
      control.call("mend");
      control.call("kill", "primary-agent");
      await().atMost(SOON).until(() -> control.status().path("epoch").asLong() > epoch);
      assertThat(outcome(control, "read", old, epoch, 7))
          .as("one without an agent")
          .isEqualTo("unknown []");
      await()
          .atMost(SOON)
          .until(() -> outcome(control, "read", "primary", 0, 7), "ok [\"800\"]"::equals);
      assertThat(playing.quit()).isZero();
    }
  }
}

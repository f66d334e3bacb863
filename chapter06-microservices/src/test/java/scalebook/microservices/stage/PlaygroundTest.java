package scalebook.microservices.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.book.testing.Playing;
import scalebook.engines.process.Missing;
import scalebook.lab.Guest;
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

  private static final Duration LATER = Duration.ofSeconds(60); // an election, a session's end
  private static final String TWO_SERVE = "follower down follower";
  private static final String ALL_SERVE = "follower follower follower";
  private static final String SHELL = "org.apache.zookeeper.ZooKeeperMain";

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

  private static void fetchZooKeeper() {
    try {
      Guest.of("zookeeper").path();
    } catch (Missing away) {
      assumeTrue(System.getenv("CI") != null, away.getMessage());
    }
  }

  /** A session longer than any machine stands still: nobody is taken for dead who is not. */
  @Test
  @Timeout(400)
  void callersGoOnWithWhatZooKeeperSaidLast() throws Exception {
    fetchZooKeeper();
    try (Playing playing =
        Playing.start(
            6,
            "--on=zookeeper",
            "--session=20000",
            "--away=600000",
            "--instances=1",
            "--control=0")) {
      ControlClient control = playing.control();
      port = playing.port();
      playing.type("scale order 2", "order: 2 instances");
      await().atMost(LATER).until(() -> order(1) == 200);
      await().atMost(LATER).until(() -> shell(control).contains("[order-1, order-2]"));
      playing.type("kill zookeeper-2", "zookeeper-2 is dead");
      await().atMost(LATER).until(() -> listed(control).contains("order-1 order-2"));
      await().atMost(LATER).until(() -> serving(control).equals(TWO_SERVE));
      goesOn(10);
      playing.type("kill order-2", "order-2 is dead");
      await().atMost(LATER).untilAsserted(() -> assertThat(listed(control)).endsWith("order-1"));
      await().atMost(LATER).until(() -> known(control, "order") == 1);
      playing.type("kill zookeeper-1", "zookeeper-1 is dead");
      await().atMost(LATER).until(() -> serving(control).equals("down down none"));
      assertThat(listed(control)).as("without a majority").isEmpty();
      goesOn(20);
      assertThat(known(control, "catalogue")).isEqualTo(1);
      playing.type("status", "the gateway goes on with what it knew");
      playing.type("start zookeeper-1", "zookeeper-1 is back");
      playing.type("start zookeeper-2", "zookeeper-2 is back");
      await().atMost(LATER).until(() -> serving(control).equals(ALL_SERVE));
      await().atMost(LATER).until(() -> listed(control).endsWith("order-1"));
      await().atMost(LATER).until(() -> order(30) == 200);
      assertThat(playing.quit()).isZero();
    }
  }

  /** A slow machine may answer late; but nobody hears that there is no instance. */
  private void goesOn(long from) {
    await()
        .atMost(LATER)
        .until(
            () -> {
              int status = order(from);
              assertThat(status).isNotEqualTo(502);
              return status == 200;
            });
  }

  /** What each node does; one that leads follows itself. */
  private static String serving(ControlClient control) throws Exception {
    String modes = String.join(" ", control.status().path("nodes").findValuesAsText("mode"));
    return modes.replace("leader", "follower");
  }

  private static int known(ControlClient control, String service) throws Exception {
    return control.status().path("known").path(service).size();
  }

  /** The names of all orders' instances that ZooKeeper lists. */
  private static String listed(ControlClient control) throws Exception {
    return StreamSupport.stream(control.status().path("registry").spliterator(), false)
        .map(JsonNode::asText)
        .filter(line -> line.startsWith("order"))
        .map(line -> line.replaceFirst("order *", "").replaceAll(" :\\d+,?", ""))
        .collect(Collectors.joining());
  }

  /** ZooKeeper's own, at the last node's address. */
  private static String shell(ControlClient control) throws Exception {
    String address = control.status().path("nodes").path(2).path("address").asText();
    List<String> command =
        Guest.of("zookeeper")
            .command(List.of(), SHELL, "-server", address, "ls", "/services/order");
    Process shell = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}

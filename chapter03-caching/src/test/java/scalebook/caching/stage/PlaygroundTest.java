package scalebook.caching.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.book.testing.Playing;
import scalebook.lab.control.ControlClient;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;

@Timeout(90)
class PlaygroundTest {
  private static final Pattern PEAK = Pattern.compile("at most (\\d+) loads");
  private final HttpClient client = HttpClient.newHttpClient();

  private HttpResponse<String> send(int port, String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String xCache(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Cache").orElse("no header");
  }

  @Test
  void aProductIsCachedChangedEverywhereAndSurvivesTheCache() throws Exception {
    try (Playing playing = Playing.start(3, "--control", "0", "--timeout", "5000")) {
      ControlClient control = playing.control();
      List<Integer> ports = new ArrayList<>(List.of(playing.port()));
      playing.type("status", "port " + playing.port());
      String path = "/products/7";
      assertThat(xCache(send(ports.get(0), "GET", path, ""))).isEqualTo("miss");
      assertThat(xCache(send(ports.get(0), "GET", path, ""))).isEqualTo("hit");
      assertThat(send(ports.get(0), "GET", "/products/99999", "").statusCode()).isEqualTo(404);
      assertThat(send(ports.get(0), "GET", "/products/x", "").statusCode()).isEqualTo(400);
      for (String line : new String[] {"port ", "port "}) { // its two siblings, of the status
        Matcher port = Pattern.compile("port (\\d+)").matcher(playing.awaitLine(line));
        assertThat(port.find()).isTrue();
        ports.add(Integer.valueOf(port.group(1)));
      }
      String changed = send(ports.get(1), "PUT", path, "price=4242").body();
      for (int port : ports) {
        HttpResponse<String> seen = send(port, "GET", path, "");
        assertThat(seen.body()).as("at port %d after the write", port).isEqualTo(changed);
        assertThat(xCache(seen)).as("at port %d: the writer set the cache", port).isEqualTo("hit");
      }
      try (Load load =
          Load.closed(
              16,
              Long.MAX_VALUE,
              i -> {
                int port = ports.get((int) (i % ports.size()));
                int status = send(port, "GET", "/products/" + i % 500, "").statusCode();
                if (status != 200) {
                  throw new IOException("status " + status);
                }
              })) {
        await().until(() -> load.ledger().acknowledgedCount() > 500);
        control.call("kill", "cache");
        assertThat(control.status().path("cacheUp").asBoolean()).isFalse();
        long before = load.ledger().acknowledgedCount();
        await().until(() -> load.ledger().acknowledgedCount() > before + 1_000);
        playing.type("start cache", "the cache is back");
        await().until(() -> xCache(send(ports.get(0), "GET", path, "")).equals("hit"));
        Ledger ledger = load.stop();
        assertThat(ledger.failedCount()).as("%s", ledger).isZero();
      }
      Matcher peak = PEAK.matcher(playing.type("status", "at most"));
      assertThat(peak.find()).isTrue();
      assertThat(Integer.parseInt(peak.group(1))).as("loads at once, of 8").isBetween(1, 8);
      assertThat(playing.quit()).isZero();
    }
  }
}

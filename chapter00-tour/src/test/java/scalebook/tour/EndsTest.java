package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever way the tour ends, nothing of it is left. */
class EndsTest {
  private static final long BOUND_SECONDS = 30;

  private static HttpRequest.Builder to(Running tour, String path) {
    return HttpRequest.newBuilder(URI.create(tour.url() + path))
        .header("X-Tour-Token", tour.token());
  }

  /** Without a browser, too: a list that became no JSON would leave an empty page. */
  @Test
  void everyChapterIsListedAndHasItsText() throws Exception {
    assumeTrue(Running.possible(), "needs all chapters: mvn verify");
    HttpClient http = HttpClient.newHttpClient();
    try (Running tour = new Running()) {
      assertThat(body(http, to(tour, "/api/book"))).contains("\"7.1\"").contains(".java");
      for (int chapter = 1; chapter <= 7; chapter++) {
        assertThat(body(http, to(tour, "/api/text?chapter=" + chapter)))
            .contains("data-lesson")
            .contains("data-meaning");
      }
    }
  }

  private static String body(HttpClient http, HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  @Test
  void allThatItStartedEndsWithItEvenByKill9() throws Exception {
    assumeTrue(Running.possible(), "needs all chapters: mvn verify");
    HttpClient http = HttpClient.newHttpClient();
    try (Running tour = new Running()) {
      HttpRequest.Builder play = to(tour, "/api/play").header("Content-Type", "application/json");
      http.send(
          play.POST(HttpRequest.BodyPublishers.ofString("{\"chapter\":1}")).build(),
          HttpResponse.BodyHandlers.discarding());
      HttpResponse<InputStream> events =
          http.send(to(tour, "/api/events").build(), HttpResponse.BodyHandlers.ofInputStream());
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
        String line = lines.readLine();
        while (!line.contains("\"up\"")) {
          line = lines.readLine();
        }
        List<ProcessHandle> started = tour.started();
        assertThat(started).as("the playground and its workers").hasSizeGreaterThan(3);
        HttpRequest.Builder verb = to(tour, "/api/verb").header("Content-Type", "application/json");
        String nobody = "{\"verb\":\"kill\",\"words\":[\"99\"]}";
        HttpResponse<String> refused =
            http.send(
                verb.POST(HttpRequest.BodyPublishers.ofString(nobody)).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).startsWith("kill [99]: slot 99 has no worker");
        tour.kill();
        CompletableFuture.allOf(
                started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
            .get(BOUND_SECONDS, TimeUnit.SECONDS);
      }
    }
  }
}

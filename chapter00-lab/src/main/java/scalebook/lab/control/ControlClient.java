package scalebook.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import scalebook.engines.json.Json;

/** A program that drives a playground. */
public final class ControlClient {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private final HttpClient client = HttpClient.newHttpClient();
  private final String url;
  private final String token;

  public ControlClient(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /** By the line that the playground printed: {@link Control#line}. */
  public static ControlClient of(String line) {
    String[] words = line.strip().split(" ");
    return new ControlClient(words[1], words[3]);
  }

  /** A verb was refused, or has failed. */
  public static final class Failed extends IOException {
    private static final long serialVersionUID = 1;

    Failed(String why) {
      super(why);
    }
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(request.timeout(BOUND).build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new Failed(answer.statusCode() + " " + answer.body().strip());
    }
    return Json.tree(answer.body());
  }

  public JsonNode status() throws IOException, InterruptedException {
    return send(to("/status"));
  }

  public JsonNode verbs() throws IOException, InterruptedException {
    return send(to("/verbs"));
  }

  /** What {@code POST} answers at once: a run that may have ended, or not. */
  public JsonNode begin(String verb, Object... words) throws IOException, InterruptedException {
    String body = Json.text(Map.of("words", Stream.of(words).map(String::valueOf).toList()));
    return send(
        to("/verbs/" + verb)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Waits for the verb's end; its answer. */
  public JsonNode call(String verb, Object... words) throws IOException, InterruptedException {
    JsonNode run = begin(verb, words);
    while (run.path("state").asText().equals("RUNNING")) {
      run = send(to("/verbs/runs/" + run.path("id").asLong())); // answers when it ends, or soon
    }
    if (!run.path("state").asText().equals("DONE")) {
      throw new Failed("%s %s: %s".formatted(verb, List.of(words), run.path("problem").asText()));
    }
    return run.path("answer");
  }

  /** From this number on, {@code -1} for from now on; its lines, as long as it is read. */
  public BufferedReader events(long after) throws IOException, InterruptedException {
    HttpRequest.Builder request = to("/events");
    if (after >= 0) {
      request.header("Last-Event-ID", String.valueOf(after));
    }
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    if (answer.statusCode() != 200) {
      throw new Failed(String.valueOf(answer.statusCode()));
    }
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }
}

package scalebook.lab.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.engines.json.Json;

/**
 * A playground for programs, as JSON over HTTP on loopback: {@code GET /status}, {@code GET
 * /verbs}, {@code POST /verbs/NAME} with {@code {"words": […]}}, {@code GET /verbs/runs/ID}, {@code
 * GET /events}.
 *
 * <p>A verb kills processes, so every call needs the token that was printed at the start, and what
 * comes from a page of another origin, or by another name of this host, is refused.
 */
public final class Control implements AutoCloseable {
  private static final int TOKEN_BYTES = 16;
  private static final int HANDLERS = 64;
  private static final int BODY_BYTES = 16 * 1024;
  private static final int MOST_WORDS = 8;
  private static final String RUNS = "/verbs/runs/";
  private static final String VERB = "/verbs/";

  private final byte[] token;
  private final Verbs verbs;
  private final Runs runs;
  private final Events events;
  private final Events.State state;
  private final Service service;

  /** {@code port} 0 is any free one. */
  public Control(int port, Verbs verbs, Runs runs, Events events, Events.State state) {
    byte[] secret = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(secret);
    this.token = HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII);
    this.verbs = verbs;
    this.runs = runs;
    this.events = events;
    this.state = state;
    this.service =
        Service.on(port, "control", HANDLERS)
            .bodies(BODY_BYTES)
            .route("/", call -> safe(answer(call)))
            .start();
  }

  /** What a program must know: {@code control http://127.0.0.1:8081 token 0123…}. */
  public String line() {
    String text = new String(token, StandardCharsets.US_ASCII);
    return "control http://%s token %s".formatted(host(), text);
  }

  private String host() {
    return "127.0.0.1:" + service.port();
  }

  private static Answer safe(Answer answer) {
    return answer.equals(Answer.sent())
        ? answer
        : answer.with("X-Content-Type-Options", "nosniff").with("Cache-Control", "no-store");
  }

  private Answer answer(Call call) throws Exception {
    guard(call);
    String path = call.exchange().getRequestURI().getRawPath();
    if (call.is("GET")) {
      return switch (path) {
        case "/status" -> Answer.json(state.now());
        case "/verbs" -> Answer.json(verbs.all());
        case "/events" -> stream(call);
        default -> run(path);
      };
    }
    if (!call.is("POST") || !path.startsWith(VERB)) {
      throw new Refused(405, "GET what there is, POST a verb");
    }
    String type = call.header("Content-Type").orElse("").replace(" ", "");
    if (!type.matches("application/json(;charset=utf-8)?")) {
      throw new Refused(415, "JSON only");
    }
    Verbs.Declaration verb =
        verbs
            .named(path.substring(VERB.length()))
            .orElseThrow(() -> new Refused(404, "no such verb: GET /verbs"));
    return answer(
        runs.start(verb, words(call)).orElseThrow(() -> new Refused(429, "too many at once")));
  }

  private void guard(Call call) {
    HttpExchange exchange = call.exchange();
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (!hosts.equals(List.of(host()))) {
      throw new Refused(403, "not this host"); // a foreign name that leads to this address
    }
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      throw new Refused(403, "not for pages");
    }
    String given = call.header("Authorization").orElse("");
    byte[] bytes = given.replaceFirst("^Bearer ", "").getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(bytes, token)) { // in constant time
      throw new Refused(401, "Authorization: Bearer, and the token that was printed at the start");
    }
  }

  /** Each is a short text on one line. */
  private static List<String> words(Call call) {
    JsonNode body = Json.tree(call.body());
    if (body == null || !body.path("words").isArray() || body.path("words").size() > MOST_WORDS) {
      throw new Refused(400, "{\"words\": [\"at most %d\"]}".formatted(MOST_WORDS));
    }
    List<String> words = new ArrayList<>();
    for (JsonNode word : body.path("words")) {
      if (!word.isValueNode() || word.asText().chars().anyMatch(Character::isISOControl)) {
        throw new Refused(400, "a word is a text without line ends");
      }
      words.add(word.asText());
    }
    return words;
  }

  private Answer run(String path) throws InterruptedException {
    Optional<Runs.Run> run =
        path.matches(RUNS + "\\d{1,15}")
            ? runs.find(Long.parseLong(path.substring(RUNS.length())))
            : Optional.empty();
    return answer(run.orElseThrow(() -> new Refused(404, "there is nothing here")));
  }

  private static Answer answer(Runs.Run run) {
    return run.state() == Runs.State.RUNNING
        ? Answer.json(202, run).with("Location", RUNS + run.id())
        : Answer.json(run);
  }

  private Answer stream(Call call) {
    long last =
        call.header("Last-Event-ID")
            .filter(id -> id.matches("\\d{1,15}"))
            .map(Long::parseLong)
            .orElseGet(events::last);
    HttpExchange exchange = call.exchange();
    try {
      boolean room =
          events.stream(
              last,
              state,
              () -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.getResponseHeaders().set("Cache-Control", "no-store");
                exchange.sendResponseHeaders(200, 0);
                return exchange.getResponseBody();
              });
      if (!room) {
        throw new Refused(503, "too many readers");
      }
    } catch (IOException gone) { // a reader that left, or was too slow, is nothing for the log
    }
    return Answer.sent();
  }

  @Override
  public void close() {
    service.close();
    runs.close();
  }
}

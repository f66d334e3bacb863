package scalebook.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import scalebook.book.Glossary;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Call;
import scalebook.engines.http.Refused;
import scalebook.engines.http.Service;
import scalebook.engines.json.Json;
import scalebook.engines.process.Tasks;
import scalebook.lab.Chapter;
import scalebook.lab.Project;

/** The page and what it asks for, on loopback, behind the {@link Guard}. */
final class Tour implements AutoCloseable {
  private static final int HANDLERS = 64;
  private static final int BODY_BYTES = 16 * 1024;
  private static final int MOST_WORDS = 12;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html",
          "css", "text/css",
          "js", "text/javascript",
          "svg", "image/svg+xml");

  /** The page's files: nothing else is served without the token. */
  private static final List<String> FILES =
      List.of(
          "index.html",
          "icon.svg",
          "tour.css",
          "main.js",
          "dom.js",
          "server.js",
          "read.js",
          "lessons.js",
          "story.js",
          "play.js",
          "stage.js",
          "systems.js",
          "dots.js",
          "predict.js",
          "replay.js",
          "chart.js",
          "exercises.js");

  private final Guard guard = new Guard();
  private final Board board = new Board();
  private final Lane lane = new Lane(board);
  private final Contents contents = new Contents();
  private final Checks checks = new Checks(board, lane);
  private final Service service;
  private volatile PlayRun play;

  /** {@code port} 0 is any free one. */
  Tour(int port) {
    service =
        Service.on(port, "tour", HANDLERS).bodies(BODY_BYTES).route("/", this::answer).start();
    Tasks.daemon("contents", contents::all).start(); // while the reader opens the link
  }

  /** What a reader opens: the token is in the fragment, which no browser sends anywhere. */
  String link() {
    return "http://%s/#%s".formatted(host(), guard.token());
  }

  /** What its pages show. */
  Board board() {
    return board;
  }

  private String host() {
    return "127.0.0.1:" + service.port();
  }

  private Answer answer(Call call) throws Exception {
    guard.check(call, host());
    String path = call.exchange().getRequestURI().getRawPath();
    if (!path.startsWith("/api/")) {
      return file(path.equals("/") ? "index.html" : path.substring(1));
    }
    String what = path.substring("/api/".length());
    return call.is("GET") ? get(what, call) : post(what, Json.tree(call.body()));
  }

  private static Answer file(String name) throws IOException {
    if (!FILES.contains(name)) {
      throw new Refused(404, "there is no such page");
    }
    try (InputStream in = Tour.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
      return new Answer(200, type + "; charset=utf-8", text, Map.of());
    }
  }

  private Answer get(String what, Call call) throws Exception {
    return switch (what) {
      case "book" -> Answer.json(contents.all());
      case "text" -> Answer.json(Map.of("html", text((int) call.number("chapter", 0))));
      case "source" -> Answer.json(Map.of("text", contents.source(call.query("path").orElse(""))));
      case "picture" -> picture(call.query("name").orElse(""));
      case "events" -> events(call);
      default -> throw new Refused(404, "there is nothing here");
    };
  }

  private String text(int number) throws IOException {
    Chapter chapter = contents.chapter(number);
    Path root = Project.root();
    Terms terms = new Terms(Glossary.in(root));
    Path readme = root.resolve(chapter.folder()).resolve("README.md");
    return new Markdown(name -> contents.lesson(name).orElse(""), terms::meaning, chapter.folder())
        .html(Files.readString(readme));
  }

  /** One of those that the run on the board has drawn. */
  private Answer picture(String name) throws IOException {
    for (JsonNode drawn : board.now().path("run").path("pictures")) {
      if (drawn.asText().equals(name)) {
        Path file = Project.output().resolve("story").resolve(name);
        return new Answer(200, "image/svg+xml", Files.readString(file), Map.of());
      }
    }
    throw new Refused(404, "no such picture");
  }

  private Answer events(Call call) {
    long last =
        call.header("Last-Event-ID")
            .filter(id -> id.matches("\\d{1,15}"))
            .map(Long::parseLong)
            .orElseGet(board.events()::last);
    HttpExchange exchange = call.exchange();
    try {
      boolean room =
          board.events().stream(
              last,
              board::now,
              () -> {
                exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                return exchange.getResponseBody();
              });
      if (!room) {
        throw new Refused(503, "too many pages are open");
      }
    } catch (IOException gone) { // a page that left, or was too slow, is nothing for the log
    }
    return Answer.sent();
  }

  private Answer post(String what, JsonNode body) throws Exception {
    String said = "";
    switch (what) {
      case "lesson" -> {
        String number = body.path("lesson").asText();
        List<String> arguments = contents.arguments(number, words(body, "arguments"));
        lane.add(new LessonRun(number, arguments, board));
      }
      case "play" -> {
        int number = contents.chapter(body.path("chapter").asInt()).number();
        lane.add(new PlayRun(number, board, running -> play = running));
      }
      case "verb" -> {
        List<String> words = words(body, "words");
        String predicted = words(body, "predicted").stream().findFirst().orElse("");
        said = play().verb(body.path("verb").asText(), words, predicted);
      }
      case "load" -> play().load(body.path("perSecond").asInt(-1), body.path("again").asBoolean());
      case "exercises" -> checks.watch(contents.chapter(body.path("chapter").asInt()));
      case "stop" -> lane.stop(body.path("id").asLong());
      default -> throw new Refused(404, "there is nothing here");
    }
    return Answer.json(Map.of("answer", said));
  }

  private PlayRun play() {
    if (play == null) {
      throw new Refused(409, "no playground is up");
    }
    return play;
  }

  /** Each is a short text on one line. */
  private static List<String> words(JsonNode body, String name) {
    List<String> words = new ArrayList<>();
    for (JsonNode word : body.path(name)) {
      if (!word.isTextual() || !word.asText().matches("[\\w.:=-]{1,60}")) {
        throw new Refused(400, "a word is made of letters, digits, dots and dashes");
      }
      words.add(word.asText());
    }
    if (words.size() > MOST_WORDS) {
      throw new Refused(400, "at most %d words".formatted(MOST_WORDS));
    }
    return words;
  }

  @Override
  public void close() throws InterruptedException {
    lane.close();
    checks.close();
    service.close();
  }
}

package scalebook.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import scalebook.book.Book;
import scalebook.engines.http.Refused;
import scalebook.engines.json.Json;
import scalebook.engines.process.Tasks;
import scalebook.lab.control.ControlClient;

/** A playground's turn: driven over its control port, and nothing else. */
final class PlayRun implements Lane.Turn {
  private static final long LOOK_MILLIS = 500;

  private final int chapter;
  private final Board board;
  private final Consumer<PlayRun> onTurn;
  private final ScheduledExecutorService looks =
      Executors.newScheduledThreadPool(2, Tasks.daemons("look"));
  private volatile Forked process;
  private volatile boolean stopped;
  private volatile String url = "";
  private volatile ControlClient control;
  private volatile Clients clients;
  private volatile List<JsonNode> verbs = List.of();
  private int marks;

  /** {@code onTurn} hears of it when its turn has come. */
  PlayRun(int chapter, Board board, Consumer<PlayRun> onTurn) {
    this.chapter = chapter;
    this.board = board;
    this.onTurn = onTurn;
  }

  @Override
  public String title() {
    return "play " + chapter;
  }

  @Override
  public void run() throws Exception {
    ObjectNode play = Board.object().put("chapter", chapter).put("phase", "starts");
    play.putArray("ticks");
    play.putArray("log");
    play.putArray("marks");
    play.putArray("loads");
    board.put("play", play);
    onTurn.accept(this);
    List<String> words = List.of("play", String.valueOf(chapter), "--control", "0");
    try (Forked forked =
        Forked.start("lessons", List.of("-Xmx512m"), Book.class, words, this::said)) {
      process = forked;
      if (stopped) {
        forked.stop();
      }
      forked.await();
    } finally {
      looks.shutdownNow();
      if (clients != null) {
        clients.close();
      }
      board.put("play", "phase", "ended");
    }
  }

  private void said(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("ready ")) {
        url = line.substring("ready ".length()).strip();
      } else if (line.startsWith("control ")) {
        open(ControlClient.of(line));
      } else if (control == null) {
        board.put("play", "says", line.strip());
      }
    }
  }

  private void open(ControlClient to) {
    try {
      verbs = own(to.verbs());
      board.put("play", "verbs", verbs);
      board.put("play", "url", url);
      JsonNode status = to.status();
      clients = new Clients(chapter, urls(status));
      control = to;
      board.put("play", "status", status);
      board.put("play", "phase", "up");
      Tasks.daemon("playground-events", this::follow).start();
      looks.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
      looks.scheduleWithFixedDelay(this::tick, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      board.put("play", "says", "its control port does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Servers without a balancer are all asked. */
  private List<String> urls(JsonNode status) {
    return status.has("servers")
        ? StreamSupport.stream(status.path("servers").spliterator(), false)
            .map(server -> "http://127.0.0.1:" + server.path("port").asInt())
            .toList()
        : List.of(url);
  }

  /** Those that a person types. */
  private static List<JsonNode> own(JsonNode verbs) {
    return StreamSupport.stream(verbs.spliterator(), false)
        .filter(verb -> !verb.path("operation").asBoolean())
        .filter(verb -> !verb.path("name").asText().equals("status"))
        .toList();
  }

  private void look() {
    try {
      board.put("play", "status", control.status());
    } catch (IOException unanswered) { // as it was; the next look may find more
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tick() {
    board.tick(Board.json(clients.tick()), Board.json(clients.drawn()));
  }

  private void follow() {
    try (BufferedReader lines = control.events(-1)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("data: ")) {
          JsonNode event = Json.tree(line.substring("data: ".length()));
          if (event.has("node")) {
            log(event.path("node").asText(), event.path("text").asText(), 0);
          }
        }
      }
    } catch (IOException ended) {
      // The playground is over.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode log(String node, String text, int mark) {
    ObjectNode line = Board.object().put("at", clients.seconds()).put("node", node);
    board.log(line.put("text", text).put("mark", mark));
    return line;
  }

  /** Does it, and marks the moment and what the reader expects; what the verb answered. */
  String verb(String name, List<String> words, String predicted)
      throws IOException, InterruptedException {
    need();
    if (verbs.stream().noneMatch(verb -> verb.path("name").asText().equals(name))) {
      throw new Refused(404, "no such command");
    }
    synchronized (this) {
      ObjectNode mark = log("you", (name + " " + String.join(" ", words)).strip(), ++marks);
      board.mark(mark.deepCopy().put("predicted", predicted));
    }
    try {
      JsonNode answer = control.call(name, words.toArray());
      return answer.isTextual() ? answer.asText() : answer.toString();
    } catch (ControlClient.Failed e) {
      throw new Refused(409, e.getMessage()); // what a reader typed is no failure of ours
    }
  }

  void load(int perSecond, boolean again) {
    need();
    if (perSecond < 0 || perSecond > Clients.MOST_PER_SECOND) {
      throw new Refused(400, "0 to %,d requests a second".formatted(Clients.MOST_PER_SECOND));
    }
    clients.steer(perSecond, again);
    ObjectNode step = Board.object().put("at", clients.seconds()).put("load", perSecond);
    board.step(step.put("again", again));
  }

  private void need() {
    if (control == null || !process.alive()) {
      throw new Refused(409, "no playground is up");
    }
  }

  @Override
  public void stop() {
    stopped = true;
    Forked running = process;
    if (running != null) {
      running.stop();
    }
  }
}

package scalebook.tour;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A tour in which nothing runs, whose board is told of more than this machine could do: {@code
 * story 1000} events, or {@code snapshots 40} of 10,000 requests a second, four a second.
 */
final class Fed {
  private static final int REQUESTS = 2_500;
  static final long EVERY_MILLIS = 250;
  private static final int CLONES = 4;

  private final Board board;
  private final Sample sample = new Sample();
  private long told;
  private long looks;

  private Fed(Board board) {
    this.board = board;
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try (Tour tour = new Tour(0);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      System.out.println("open " + tour.link());
      Fed fed = new Fed(tour.board());
      fed.begin();
      String line = lines.readLine();
      while (line != null && !line.equals("quit")) {
        fed.feed(line.split(" ")[0], Integer.parseInt(line.split(" ")[1]));
        line = lines.readLine();
      }
    }
  }

  private void begin() {
    ObjectNode run = Board.object().put("lesson", "1.1").put("command", "./book 1.1");
    run.putArray("entries");
    board.put("run", run);
    ObjectNode play = Board.object().put("chapter", 1).put("phase", "up").put("url", "http://x");
    play.putArray("log");
    play.putArray("marks");
    play.putArray("loads").addObject().put("at", 0.0).put("load", 10_000).put("again", false);
    play.putArray("ticks");
    ObjectNode verb = play.putArray("verbs").addObject().put("name", "kill").put("does", "it dies");
    verb.putArray("parameters").add("N");
    play.set("status", status());
    board.put("play", play);
  }

  private void feed(String what, int count) throws InterruptedException {
    if (what.equals("story")) {
      board.story(IntStream.range(0, count).mapToObj(i -> event()).toList());
    } else {
      for (int i = 0; i < count; i++) {
        snapshot();
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS); // as often as a page is told
      }
    }
  }

  private ObjectNode event() {
    ObjectNode event = Board.object().put("type", "event").put("node", "worker-" + told % CLONES);
    return event.put("millis", told).put("text", "event " + ++told);
  }

  private void snapshot() {
    for (int i = 0; i < REQUESTS; i++) {
      sample.answered("worker-" + i % CLONES, false);
    }
    long sent = ++looks * REQUESTS;
    double at = looks * EVERY_MILLIS / 1e3;
    double slow = 2 + looks % 7;
    Clients.Tick tick = new Clients.Tick(at, 10_000, 0, sent, sent - 9, 0, 9, 10_000, slow, 40.0);
    board.put("play", "status", status());
    board.tick(Board.json(tick), Board.json(sample.draw()));
  }

  private ObjectNode status() {
    ObjectNode status = Board.object().put("balancer", "up").put("answered", looks * REQUESTS);
    status.putObject("stores");
    List<ObjectNode> workers =
        IntStream.range(0, CLONES)
            .mapToObj(i -> Board.object().put("slot", i).put("worker", "worker-" + i))
            .map(one -> one.put("state", "serves").put("inRotation", true).put("restarts", 0))
            .toList();
    status.putArray("workers").addAll(workers);
    return status;
  }
}

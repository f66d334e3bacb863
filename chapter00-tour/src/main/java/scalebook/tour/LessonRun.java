package scalebook.tour;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import scalebook.book.Book;
import scalebook.engines.json.Json;
import scalebook.lab.Project;

/** A lesson's turn: a process of its own, whose story goes to the board. */
final class LessonRun implements Lane.Turn {
  private static final List<String> QUICK_START =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  private final String number;
  private final List<String> arguments;
  private final Board board;
  private volatile Forked process;
  private volatile boolean stopped;

  LessonRun(String number, List<String> arguments, Board board) {
    this.number = number;
    this.arguments = arguments;
    this.board = board;
  }

  @Override
  public String title() {
    return String.join(" ", Stream.concat(Stream.of(number), arguments.stream()).toList());
  }

  @Override
  public void run() throws Exception {
    ObjectNode run = Board.object().put("lesson", number).put("command", "./book " + title());
    run.putArray("entries");
    board.put("run", run);
    List<String> words = new ArrayList<>(List.of(number, "--events"));
    words.addAll(arguments);
    try (Forked forked = Forked.start("lessons", QUICK_START, Book.class, words, this::told)) {
      process = forked;
      if (stopped) {
        forked.stop();
      }
      int code = forked.await();
      board.put("run", "pictures", pictures());
      board.put("run", "exit", stopped ? -1 : code);
    }
  }

  private void told(List<String> lines) {
    board.story(lines.stream().map(LessonRun::entry).toList());
  }

  static JsonNode entry(String line) {
    try {
      JsonNode told = Json.tree(line);
      if (told.has("type")) {
        return told;
      }
    } catch (IllegalArgumentException text) {
      // What it prints besides.
    }
    return Board.object().put("type", "text").put("text", line);
  }

  /** Where its pictures are: {@code 1.1-without-spread}. */
  static String section(String number, List<String> arguments) {
    int without = arguments.indexOf("--without");
    return without < 0 ? number : number + "-without-" + arguments.get(without + 1);
  }

  private List<String> pictures() throws IOException {
    String section = section(number, arguments);
    Path folder = Project.output().resolve("story").resolve(section);
    if (stopped || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> section + "/" + file.getFileName())
          .filter(name -> name.endsWith(".svg"))
          .sorted()
          .toList();
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

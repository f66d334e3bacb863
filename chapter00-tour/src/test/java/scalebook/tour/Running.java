package scalebook.tour;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.book.Book;
import scalebook.engines.process.Tasks;
import scalebook.lab.Project;

/** {@code ./book tour} as a reader starts it: a process with the launcher's class path. */
final class Running implements AutoCloseable {
  private static final long END_SECONDS = 20;

  private final Process process;
  private final String link;

  /** A build of one module alone has no chapters. */
  static boolean possible() {
    Path root = Project.root();
    return Files.exists(root.resolve("chapter00-house/target/lessons"))
        && Files.exists(root.resolve("chapter07-transactions/target/classes"));
  }

  /** The book's command in a process of its own. */
  static ProcessBuilder book(String... words) throws IOException {
    return java(Book.class, words);
  }

  private static ProcessBuilder java(Class<?> main, String... words) throws IOException {
    Path own = Project.root().resolve("chapter00-tour/target");
    String path =
        String.join(
            File.pathSeparator,
            Forked.path("lessons"),
            Files.readString(own.resolve("libraries")),
            own.resolve("test-classes").toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dscalebook.root=" + Project.root(),
                "-Dscalebook.output=" + Project.root().resolve("target"),
                "-cp",
                path,
                main.getName()));
    command.addAll(List.of(words));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  Running() throws IOException {
    this(0);
  }

  /** {@code port} 0 is any free one. */
  Running(int port) throws IOException {
    this(book("tour", "--port", String.valueOf(port)));
  }

  /** One whose board is fed: {@link #type} what with. */
  static Running fed() throws IOException {
    return new Running(java(Fed.class));
  }

  private Running(ProcessBuilder command) throws IOException {
    process = command.start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null || !line.startsWith("open ")) {
      throw new IOException("the tour said " + line);
    }
    link = line.substring("open ".length());
    Tasks.daemon("tour-says", () -> out.lines().forEach(said -> {})).start();
  }

  String link() {
    return link;
  }

  String url() {
    return link.substring(0, link.indexOf("/#"));
  }

  int port() {
    return Integer.parseInt(url().replaceFirst(".*:", ""));
  }

  String token() {
    return link.substring(link.indexOf('#') + 1);
  }

  /** A line to its standard input. */
  void type(String line) throws IOException {
    process.outputWriter().write(line + "\n");
    process.outputWriter().flush();
  }

  /** All that it started, and what these started. */
  List<ProcessHandle> started() {
    return process.descendants().toList();
  }

  /** As by {@code kill -9}. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (process.isAlive()) {
      type("quit");
      process.outputWriter().close();
    }
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}

package scalebook.tour;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scalebook.engines.process.Child;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Tasks;
import scalebook.lab.Project;

/** A JVM with a lesson, a playground or a check in it. It ends with its input, and so with us. */
final class Forked implements AutoCloseable {
  private static final int MOST_LINES = 200;
  private static final long END_SECONDS = 15;

  private final Process process;
  private final Thread reader;

  private Forked(Process process, Consumer<List<String>> onLines) {
    this.process = process;
    this.reader = Tasks.daemon("forked", () -> read(onLines));
    reader.start();
  }

  /**
   * Starts it with one of the launcher's class paths, {@code lessons} or {@code tests}. Lines that
   * came together are handed on together.
   */
  static Forked start(
      String libraries,
      List<String> options,
      Class<?> main,
      List<String> arguments,
      Consumer<List<String>> onLines) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(Child.UTF_8);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Dscalebook.root=" + Project.root(),
            "-Dscalebook.output=" + Project.output(),
            "-Dorg.slf4j.simpleLogger.logFile=" + Project.output().resolve("book.log"),
            "-cp",
            path(libraries),
            main.getName()));
    command.addAll(arguments);
    try {
      return new Forked(new ProcessBuilder(command).redirectErrorStream(true).start(), onLines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of the launcher's class paths. */
  static String path(String libraries) {
    Path root = Project.root();
    List<String> path = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(root, "chapter*")) {
      modules.forEach(module -> path.add(module.resolve("target/classes").toString()));
      path.add(Files.readString(root.resolve("chapter00-house/target").resolve(libraries)));
    } catch (IOException e) {
      throw new Missing("the build left no class path: ./book list makes it", e);
    }
    return String.join(File.pathSeparator, path);
  }

  private void read(Consumer<List<String>> onLines) {
    try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
        if (!in.ready() || lines.size() >= MOST_LINES) {
          onLines.accept(List.copyOf(lines));
          lines.clear();
        }
      }
      if (!lines.isEmpty()) {
        onLines.accept(lines);
      }
    } catch (IOException ended) {
      // The pipe of a killed process: its exit is what the owner sees.
    }
  }

  /** One line to its standard input. */
  synchronized void send(String line) throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).write(line + "\n");
    process.outputWriter(StandardCharsets.UTF_8).flush();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Its exit code, when all that it said was handed on. */
  int await() throws InterruptedException {
    int code = process.waitFor();
    reader.join();
    return code;
  }

  /** Closes its input: it ends by itself, with all that it started; by force if it takes long. */
  void stop() {
    try {
      process.getOutputStream().close();
    } catch (IOException gone) {
      // Closed already, at the other end.
    }
    process
        .onExit()
        .orTimeout(END_SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly());
  }

  @Override
  public void close() {
    stop();
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

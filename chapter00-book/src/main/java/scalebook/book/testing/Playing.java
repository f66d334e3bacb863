package scalebook.book.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import scalebook.book.Book;

/** A playground as a reader uses it: a process, its standard input, and a port for the rest. */
public final class Playing implements AutoCloseable {
  private static final long END_SECONDS = 15;

  private final Process process;
  private final BufferedReader out;
  private final int port;

  private Playing(Process process) throws IOException {
    this.process = process;
    this.out = process.inputReader();
    String ready = awaitLine("ready http://127.0.0.1:");
    this.port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1).trim());
  }

  /** {@code ./book play N} with these options; returns when it is ready. */
  public static Playing start(int chapter, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Book.class.getName(),
                "play",
                String.valueOf(chapter)));
    command.addAll(List.of(options));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return new Playing(process);
    } catch (IOException | RuntimeException | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  public int port() {
    return port;
  }

  public Process process() {
    return process;
  }

  /** The first line of its output from now on that contains this. */
  public String awaitLine(String part) throws IOException {
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(part)) {
        return line;
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the playground ended without '" + part + "', it said:\n" + said);
  }

  /** Types a command and returns the line that answers with this. */
  public String type(String command, String answer) throws IOException {
    Writer in = process.outputWriter();
    in.write(command + "\n");
    in.flush();
    return awaitLine(answer);
  }

  /** Types {@code quit} and returns the exit code. */
  public int quit() throws IOException, InterruptedException {
    process.outputWriter().write("quit\n");
    process.outputWriter().flush();
    return exit();
  }

  public int exit() throws InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the playground did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}

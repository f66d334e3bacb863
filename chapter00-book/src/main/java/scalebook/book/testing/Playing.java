package scalebook.book.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import scalebook.book.Book;
import scalebook.engines.process.Tasks;
import scalebook.lab.control.ControlClient;

/** A playground as a reader uses it: a process, its standard input, and a port for the rest. */
public final class Playing implements AutoCloseable {
  private static final long END_SECONDS = 15;

  private static final long LINE_SECONDS = 45;
  private static final String END = "";

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final int port;

  private Playing(Process process) throws IOException, InterruptedException {
    this.process = process;
    Tasks.daemon("playground-lines", this::read).start();
    String ready = awaitLine("ready http://127.0.0.1:");
    this.port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1).trim());
  }

  /** {@code ./book play N} with these options; returns when it is ready. */
  public static Playing start(int chapter, String... options)
      throws IOException, InterruptedException {
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
    } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
      process.destroyForcibly();
      throw e;
    }
  }

  /** In a thread of its own: nothing ends a read of a pipe, and a test must end. */
  private void read() {
    try (BufferedReader out = process.inputReader()) {
      out.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
    } catch (IOException | UncheckedIOException ended) {
      // As good as its last line.
    } finally {
      lines.add(END);
    }
  }

  /** False where the shell that started us has switched SIGHUP off, as {@code nohup} does. */
  public static boolean hangUpIsHeard() throws IOException {
    Path status = Path.of("/proc/self/status");
    return !Files.exists(status)
        || Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
            .noneMatch(mask -> (mask & 1) != 0); // SIGHUP is 1, the first bit
  }

  public int port() {
    return port;
  }

  /** For one that was started with {@code --control 0}, before anything else is read of it. */
  public ControlClient control() throws InterruptedException {
    return ControlClient.of(awaitLine("control http://"));
  }

  public Process process() {
    return process;
  }

  /** The first line of its output from now on that contains this. */
  public String awaitLine(String part) throws InterruptedException {
    StringBuilder said = new StringBuilder();
    String line = lines.poll(LINE_SECONDS, TimeUnit.SECONDS);
    while (line != null && !line.equals(END)) {
      if (line.contains(part)) {
        return line;
      }
      said.append(line).append('\n');
      line = lines.poll(LINE_SECONDS, TimeUnit.SECONDS);
    }
    String how = line == null ? "said nothing for " + LINE_SECONDS + " s" : "ended";
    throw new AssertionError(
        "the playground %s without '%s', it said:%n%s".formatted(how, part, said));
  }

  /** Types a command and returns the line that answers with this. */
  public String type(String command, String answer) throws IOException, InterruptedException {
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

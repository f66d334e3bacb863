package scalebook.engines.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import scalebook.engines.json.Json;

/**
 * A process that lives no longer than ours, whatever way ours ends.
 *
 * <p>A {@linkplain #jvm JVM} of ours watches its standard input and halts when it closes. Any other
 * {@linkplain #program program} has a {@link Guard}.
 */
public final class Child implements AutoCloseable {
  /** For a JVM whose output another one reads, whatever this machine's terminals show. */
  public static final List<String> UTF_8 =
      List.of("-Dstdout.encoding=UTF-8", "-Dsun.stdout.encoding=UTF-8"); // from Java 19 on, before

  /** A system property that a JVM of ours hands down to its own. */
  public static final String HANDED_DOWN = "scalebook.own";

  private static final int TAIL_BYTES = 16_384;

  private final String name;
  private final Process process;
  private final Path log;
  private final boolean guarded;
  private CompletableFuture<Void> heard = CompletableFuture.completedFuture(null);
  private Process pauseGuard;

  private Child(String name, Process process, Path log, boolean guarded) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.guarded = guarded;
    process.onExit().thenRun(this::dismissGuards);
  }

  /** Starts any program; what it prints goes to the log file. */
  public static Child program(String name, Path log, List<String> command) {
    List<String> guarded = Platform.windows() ? command : Guard.before(command);
    ProcessBuilder builder = new ProcessBuilder(guarded).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    return new Child(name, start(builder), log, !Platform.windows());
  }

  /** Options of a JVM that starts quickly and takes little: one collector, no second compiler. */
  public static List<String> small(int megabytes) {
    return List.of("-Xmx" + megabytes + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  }

  /**
   * Starts a JVM, with our class path or that of its options. What its main prints are messages to
   * {@code onLine}, each {@link #send} is a line on its standard input; the rest is logged. Its
   * main must call {@link Lifeline#attach}.
   */
  public static Child jvm(
      String name,
      Path log,
      List<String> options,
      Class<?> main,
      List<String> arguments,
      Consumer<String> onLine) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(UTF_8);
    command.add("-Dorg.slf4j.simpleLogger.logFile=System.err"); // standard output carries messages
    Optional.ofNullable(System.getProperty(HANDED_DOWN))
        .ifPresent(value -> command.add("-D" + HANDED_DOWN + "=" + value));
    String path = System.getProperty("java.class.path"); // unless an engine's comes before it
    command.addAll(options.contains("-cp") ? List.of() : List.of("-cp", path));
    command.add(main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Child child = new Child(name, start(builder), log, false);
    child.heard = new CompletableFuture<>();
    Tasks.daemon(name + "-messages", () -> child.readMessages(onLine)).start();
    return child;
  }

  /**
   * The same, and what its main must know is one JSON line on its standard input: no secret in it
   * stands among the process's arguments. See {@link Lifeline#attach(Class, Consumer)}.
   */
  public static Child jvm(
      String name,
      Path log,
      List<String> options,
      Class<?> main,
      Record settings,
      Consumer<String> onLine) {
    Child child = jvm(name, log, options, main, List.of(), onLine);
    child.send(Json.text(settings));
    return child;
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Missing("cannot start " + builder.command() + ": " + e.getMessage(), e);
    }
  }

  private void readMessages(Consumer<String> onLine) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        onLine.accept(line);
      }
    } catch (IOException ended) {
      // The pipe of a killed process: its exit is what the owner sees.
    } finally {
      heard.complete(null);
    }
  }

  /** Sends one line to a JVM's standard input; false when it is not there to read it. */
  public synchronized boolean send(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private synchronized void dismissGuards() {
    if (guarded) {
      Guard.dismiss(process);
    }
    if (pauseGuard != null) {
      Guard.dismiss(pauseGuard);
      pauseGuard = null;
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** All that a JVM had to say was heard: nothing more will come. */
  boolean silent() {
    return heard.isDone();
  }

  /** Completes with the exit status, after all that a JVM had to say was heard. */
  public CompletableFuture<Integer> exit() {
    return process.onExit().thenCombine(heard, (ended, all) -> ended.exitValue());
  }

  /** Its exit status, or -1 after so long: in this thread, while {@link #exit} needs another. */
  public int await(long seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** SIGKILL: no goodbye. Returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(10));
  }

  /** Freezes the process: its sockets stay open, and nothing answers. */
  public synchronized void pause() {
    Platform.needSignals("pausing " + name);
    if (!guarded && pauseGuard == null && alive()) {
      // A stopped JVM cannot see its input close, so a guard watches in its place.
      pauseGuard = start(new ProcessBuilder(Guard.beside(pid())));
    }
    signal("STOP");
  }

  public synchronized void resume() {
    signal("CONT");
    if (pauseGuard != null) {
      Guard.dismiss(pauseGuard);
      pauseGuard = null;
    }
  }

  private void signal(String signal) {
    if (alive()) {
      Signals.send(signal, pid());
    }
  }

  /** Ends the process politely, and by force when it takes longer than the bound. */
  public void stop(Duration bound) {
    if (guarded) {
      process.toHandle().destroy(); // Process.destroy would close the pipe, and the guard shoot
    } else {
      synchronized (this) {
        try {
          process.getOutputStream().close(); // a JVM child ends with its input
        } catch (IOException gone) {
          // Closed already, at the other end.
        }
      }
    }
    if (!await(bound)) {
      kill();
    }
  }

  private boolean await(Duration bound) {
    try {
      return process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last lines of the log: what a dead process had to say. */
  public List<String> logTail(int lines) {
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - TAIL_BYTES);
      List<String> tail =
          new String(all, from, all.length - from, StandardCharsets.UTF_8).lines().toList();
      return tail.subList(Math.max(0, tail.size() - lines), tail.size());
    } catch (IOException none) {
      return List.of();
    }
  }

  @Override
  public void close() {
    kill();
  }
}

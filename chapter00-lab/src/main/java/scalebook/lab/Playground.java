package scalebook.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import scalebook.engines.Engine;

/**
 * A chapter's system on a real port until {@code quit}, Ctrl-C or end of input. Each line of input
 * is a command, answered by one line.
 */
public abstract class Playground implements Callable<Integer> {
  @Option(names = "--port", description = "port to listen on (default: any free one)")
  protected int port;

  @Option(names = "--engine", description = "auto, embedded, local, docker or given")
  private Engine engine;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  /** What one command does; its answer is one line (a table may have more). */
  @FunctionalInterface
  public interface Verb {
    String run(List<String> words) throws Exception;
  }

  private final Map<String, Verb> verbs = new LinkedHashMap<>();
  private final StringBuilder usage = new StringBuilder();

  /** Starts the system and names its commands with {@link #verb}; returns what ends it. */
  protected abstract AutoCloseable open(Lab lab) throws Exception;

  /** The line that says where it listens: {@code ready http://127.0.0.1:8080}. */
  protected abstract String ready();

  protected final void verb(String syntax, Verb verb) {
    verbs.put(syntax.split(" ")[0], verb);
    usage.append(usage.isEmpty() ? "" : " · ").append(syntax);
  }

  @Override
  public final Integer call() throws Exception {
    try (Lab lab = Lab.open(engine == null ? Engine.ofEnvironment() : engine);
        AutoCloseable system = open(lab)) {
      System.out.println(ready());
      System.out.println("  " + usage + " · quit");
      answerLines();
    }
    return Lesson.HELD;
  }

  private void answerLines() throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      List<String> words = List.of(line.trim().split("\\s+"));
      if (words.get(0).equals("quit")) {
        return;
      }
      if (!words.get(0).isEmpty()) {
        System.out.println(answer(words));
      }
    }
  }

  private String answer(List<String> words) {
    Verb verb = verbs.get(words.get(0));
    if (verb == null) {
      return "no command '" + words.get(0) + "': " + usage + " · quit";
    }
    try {
      return verb.run(words.subList(1, words.size()));
    } catch (IndexOutOfBoundsException | IllegalArgumentException usageError) {
      return "usage: " + usage + " (" + usageError.getMessage() + ")";
    } catch (Exception e) {
      return "failed: " + e.getMessage();
    }
  }

  /** Runs it with its arguments and returns its exit code. */
  public static int execute(Playground playground, String... args) {
    return new CommandLine(playground)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Lesson::usage)
        .setExecutionExceptionHandler((e, line, parsed) -> Lesson.explain(e))
        .execute(args);
  }
}

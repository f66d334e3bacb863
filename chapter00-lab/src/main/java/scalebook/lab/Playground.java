package scalebook.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import scalebook.engines.Engine;
import scalebook.lab.control.Control;
import scalebook.lab.control.Events;
import scalebook.lab.control.Runs;
import scalebook.lab.control.Verbs;

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

  @Option(
      names = "--control",
      paramLabel = "PORT",
      description = "let a program drive it, over HTTP on this port (0: any free one)")
  private Integer control;

  private final Verbs verbs = new Verbs();
  private final Events events = new Events();
  private final Runs runs = new Runs(verbs, events);

  /** Starts the system and names its commands with {@link #verb}; returns what ends it. */
  protected abstract AutoCloseable open(Lab lab) throws Exception;

  /** The line that says where it listens: {@code ready http://127.0.0.1:8080}. */
  protected abstract String ready();

  /** How it is now; a program reads the record, a person its text. */
  protected abstract Record status() throws Exception;

  /** One that a person types, too: {@code cut db1 db2} is an example. */
  protected final void verb(String example, String does, Verbs.Verb verb) {
    verbs.add(example, does, false, verb);
  }

  /** A client's call, for programs that make many. */
  protected final void operation(String example, String does, Verbs.Verb verb) {
    verbs.add(example, does, true, verb);
  }

  /** For programs that watch. */
  protected final void happened(String node, String text) {
    events.happened(node, text);
  }

  @Override
  public final Integer call() throws Exception {
    verb("status", "how it is now", words -> status());
    try (Lab lab = Lab.open(engine == null ? Engine.ofEnvironment() : engine);
        AutoCloseable system = open(lab);
        Control port = control == null ? null : open(control)) {
      System.out.println(ready());
      System.out.println("  " + verbs.usage() + " · quit");
      if (port != null) {
        System.out.println(port.line());
      }
      answerLines();
    }
    return Lesson.HELD;
  }

  private Control open(int at) {
    return new Control(at, verbs, runs, events, this::status);
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
    Optional<Verbs.Declaration> verb = verbs.named(words.get(0));
    if (verb.isEmpty()) {
      return "no command '" + words.get(0) + "': " + verbs.usage() + " · quit";
    }
    Runs.Run run = runs.run(verb.get(), words.subList(1, words.size()));
    return switch (run.state()) {
      case REFUSED -> "usage: " + verbs.usage() + " (" + run.problem() + ")";
      case FAILED -> "failed: " + run.problem();
      default -> String.valueOf(run.answer());
    };
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

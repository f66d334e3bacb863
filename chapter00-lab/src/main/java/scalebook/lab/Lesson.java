package scalebook.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import scalebook.engines.Engine;
import scalebook.engines.process.Missing;
import scalebook.lab.story.Console;
import scalebook.lab.story.JsonLines;
import scalebook.lab.story.Mechanisms;
import scalebook.lab.story.Mechanisms.Mechanism;
import scalebook.lab.story.Report;
import scalebook.lab.story.Sink;
import scalebook.lab.story.Story;

/**
 * One claim, told and checked by a program of its own. Its exit code is 0 when all claims hold, 1
 * when one fails, 2 for wrong usage, 3 when this machine lacks something.
 */
@Command(mixinStandardHelpOptions = false, sortOptions = false)
public abstract class Lesson implements Callable<Integer> {
  public static final int HELD = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int MISSING = 3;
  private static final Pattern PLACE = Pattern.compile("Lesson(\\d+)");

  @Option(names = "--quick", description = "a short run, of a few seconds")
  protected boolean quick;

  @Option(names = "--read", description = "show what to read, and run nothing")
  private boolean read;

  @Option(
      names = "--without",
      paramLabel = "NAME",
      description = "take one mechanism away: which claims fall? (names below)")
  private String without;

  @Option(
      names = "--mine",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "EXERCISE",
      description = "your own class in the place of ours (which: below)")
  private String mine;

  @Option(names = "--verbose", description = "show every event, not only results")
  private boolean verbose;

  @Option(names = "--quiet", description = "show nothing: the exit code and --json tell")
  private boolean quiet;

  @Option(names = "--json", paramLabel = "FILE", description = "write claims and figures there")
  private Path json;

  @Option(names = "--events", description = "a line of JSON for all it tells, and no text")
  private boolean events;

  @Option(names = "--engine", description = "auto, embedded, local, docker or given")
  private Engine engine;

  @Option(
      names = "--limit",
      description = "seconds after which a stuck run is stopped (default: ${DEFAULT-VALUE})")
  private int limit = 60;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  private final Mechanisms mechanisms = Declared.by(getClass());
  private Own own = Own.NONE;
  private Lab lab;
  private ParseResult arguments;

  /** Tells the lesson: the broken way, then the fix, then the claims. */
  protected abstract void tell(Story story) throws Exception;

  /** This lesson's bench, opened when it is first asked for and cleared when the lesson ends. */
  protected final synchronized Lab lab() {
    if (lab == null) {
      lab = Lab.open(engine == null ? Engine.ofEnvironment() : engine);
    }
    return lab;
  }

  /** One of two settings: for a real run, or for {@code --quick}. */
  protected final int either(int normal, int quickly) {
    return quick ? quickly : normal;
  }

  /** An option's value, as long as the reader gives no other: for a real run, or a quick one. */
  protected final Size size(int normal, int quickly) {
    return new Size(normal, quickly, () -> quick);
  }

  /** Whether this mechanism is at work: {@code --without} takes one away. */
  protected final boolean with(String mechanism) {
    if (mechanisms.named(mechanism).isEmpty()) {
      throw new IllegalArgumentException(number() + " declares no @Without '" + mechanism + "'");
    }
    return !mechanism.equals(without);
  }

  /** The reader's, for {@code --mine}. */
  protected final Own own() {
    return own;
  }

  /** What carries this lesson's claims. */
  public final Mechanisms mechanisms() {
    return mechanisms;
  }

  public final String command() {
    return getClass().getAnnotation(Command.class).name();
  }

  public final String description() {
    return String.join(" ", getClass().getAnnotation(Command.class).description());
  }

  /** Chapter and place, as in 3.3. */
  public final String number() {
    Matcher place = PLACE.matcher(getClass().getSimpleName());
    return Chapter.all().stream()
            .filter(c -> getClass().getPackageName().startsWith(c.getClass().getPackageName()))
            .map(Chapter::number)
            .findFirst()
            .orElse(0)
        + "."
        + (place.find() ? place.group(1) : "0");
  }

  @Override
  public final Integer call() throws Exception {
    if (read) {
      System.out.println(Reading.of(this, Project.root()).places());
      return HELD;
    }
    Optional<Mechanism> away = Optional.ofNullable(without).flatMap(mechanisms::named);
    if (without != null && away.isEmpty()) {
      throw wrong("--without takes one of " + mechanisms.names());
    }
    own = chosen(); // what is fetched or compiled once is not the run's time
    Thread teller = Thread.currentThread();
    try (Own mine = own;
        Console console = Console.standard(verbose);
        JsonLines lines = events ? JsonLines.standard() : null;
        Watchdog watchdog = Watchdog.over(teller, Duration.ofSeconds(limit), number())) {
      Sink[] sinks = events ? new Sink[] {lines} : quiet ? new Sink[0] : new Sink[] {console};
      Story story = new Story(new Mechanisms(mechanisms.all(), away), sinks);
      tell(story);
      String end = finish(story);
      if (events) {
        lines.end(story.asExpected(), end);
      } else if (!quiet) {
        console.line(end);
      }
      return story.asExpected() ? HELD : FAILED;
    } catch (InterruptedException stuck) {
      System.out.println("✘ stopped after %d s; --limit gives it more time".formatted(limit));
      return FAILED;
    } finally {
      synchronized (this) {
        if (lab != null) {
          lab.close();
          lab = null;
        }
      }
    }
  }

  private Own chosen() throws IOException {
    if (limit < 1) {
      throw wrong("--limit is a number of seconds, at least 1");
    }
    List<String> exercises = Own.declared(getClass()).stream().map(Mine::value).toList();
    if (mine != null && !mine.isEmpty() && !exercises.contains(mine)) {
      throw wrong("--mine takes one of " + exercises);
    }
    Guest.neededBy(getClass()).forEach(Guest::path);
    return mine == null ? Own.NONE : Own.of(getClass(), mine);
  }

  private CommandLine.ParameterException wrong(String text) {
    return new CommandLine.ParameterException(arguments.commandSpec().commandLine(), text);
  }

  /** Writes what others read; the last line, for the reader. */
  private String finish(Story story) throws IOException {
    if (json != null) {
      Map<String, String> engines = lab == null ? Map.of() : lab.versions();
      Report.of(number(), command(), story, engines).write(json);
    }
    return Ending.of(number(), command(), story, own.names());
  }

  /** Runs a lesson with its arguments and returns its exit code; nothing is thrown. */
  public static int execute(Lesson lesson, String... args) {
    CommandLine line = new CommandLine(lesson).setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Size.class, Size::given);
    line.setOut(Terminal.writer());
    line.getCommandSpec().usageMessage().footer(Declared.help(lesson.getClass()));
    line.setParameterExceptionHandler(Lesson::usage);
    line.setExecutionStrategy(
        parsed -> {
          lesson.arguments = parsed;
          return new CommandLine.RunLast().execute(parsed);
        });
    line.setExecutionExceptionHandler((e, where, parsed) -> explain(e));
    return line.execute(args);
  }

  /** Wrong usage in one line; picocli would print all options. */
  public static int usage(CommandLine.ParameterException e, String... args) {
    System.err.println(
        "✘ " + e.getMessage().lines().findFirst().orElse("") + "; --help shows the options");
    return USAGE;
  }

  /** One line for what the reader can mend, a stack trace for what only we can. */
  public static int explain(Exception e) {
    if (e instanceof Missing) {
      System.err.println("✘ " + e.getMessage());
      return MISSING;
    }
    e.printStackTrace();
    return FAILED;
  }

  /** For each lesson's own {@code main}. */
  protected static void run(Lesson lesson, String... args) {
    Terminal.adapt();
    System.exit(execute(lesson, args));
  }
}

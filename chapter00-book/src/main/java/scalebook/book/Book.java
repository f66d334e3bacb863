package scalebook.book;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import scalebook.engines.process.Missing;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Project;
import scalebook.lab.Terminal;
import scalebook.lab.exercise.Exercise;

/** The {@code book} command. */
@Command(
    name = "book",
    mixinStandardHelpOptions = false,
    customSynopsis = {
      "./book list                 the chapters, their lessons and exercises",
      "       ./book 4                    one chapter's",
      "       ./book 1.3 [options]        a lesson by number or name: ./book clones",
      "       ./book COMMAND [options]    one of the commands below; each knows --help"
    },
    subcommands = {
      ListCommand.class,
      FindCommand.class,
      AllCommand.class,
      PlayCommand.class,
      CheckCommand.class,
      HintCommand.class,
      ResetCommand.class,
      DoctorCommand.class,
      WarmCommand.class,
      BenchCommand.class,
      VersusCommand.class,
      TormentCommand.class,
      ProofsCommand.class,
      RecordCommand.class
    })
public final class Book {
  private static final int MOST_SUGGESTIONS = 3;

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help")
  private boolean help;

  static Path root() {
    return Project.root();
  }

  /** As the launcher does it; the exit code. */
  public static int execute(String... args) {
    CommandLine line = new CommandLine(new Book());
    ServiceLoader.load(Subcommand.class).forEach(line::addSubcommand);
    line.setParameterExceptionHandler(Lesson::usage);
    line.setExecutionExceptionHandler((e, where, parsed) -> Lesson.explain(e));
    if (args.length == 0) {
      line.usage(System.out);
      return Lesson.USAGE;
    }
    if (line.getSubcommands().containsKey(args[0]) || args[0].startsWith("-")) {
      return line.execute(args);
    }
    if (args.length == 1 && args[0].matches("[0-9]")) {
      return line.execute("list", args[0]);
    }
    Optional<Lesson> lesson = find(args[0]);
    if (lesson.isEmpty()) {
      System.err.printf("no lesson or command '%s'%s%n", args[0], suggestion(args[0], line));
      return Lesson.USAGE;
    }
    return Lesson.execute(lesson.get(), Arrays.copyOfRange(args, 1, args.length));
  }

  static Optional<Lesson> find(String name) {
    return Chapter.allLessons()
        .filter(lesson -> lesson.command().equals(name) || lesson.number().equals(name))
        .findFirst();
  }

  static Chapter chapter(int number) {
    return Chapter.all().stream()
        .filter(chapter -> chapter.number() == number)
        .findFirst()
        .orElseThrow(() -> new Missing("there is no chapter " + number + ": see ./book list"));
  }

  /** An exercise with its chapter. */
  record Place(Chapter chapter, Exercise exercise) {}

  /** All exercises, or those that a number, a name or a chapter's number means. */
  static List<Place> exercises(Optional<String> wanted) {
    List<Place> found =
        Chapter.all().stream()
            .flatMap(chapter -> chapter.exercises().stream().map(e -> new Place(chapter, e)))
            .filter(
                place ->
                    wanted.isEmpty()
                        || place.exercise().number().equals(wanted.get())
                        || place.exercise().name().equalsIgnoreCase(wanted.get())
                        || String.valueOf(place.chapter().number()).equals(wanted.get()))
            .toList();
    if (found.isEmpty()) {
      throw new Missing(
          "there is no exercise " + wanted.orElse("yet") + ": ./book check lists them");
    }
    return found;
  }

  private static String suggestion(String typed, CommandLine line) {
    Stream<String> names =
        Stream.concat(
            line.getSubcommands().keySet().stream(),
            Chapter.allLessons().flatMap(l -> Stream.of(l.command(), l.number())));
    List<String> near =
        names
            .filter(name -> distance(typed, name) <= Math.max(2, typed.length() / 2))
            .sorted(Comparator.comparingInt(name -> distance(typed, name)))
            .limit(MOST_SUGGESTIONS)
            .toList();
    return near.isEmpty()
        ? ": ./book list shows them"
        : near.stream().collect(Collectors.joining(", ", ": did you mean ", "?"));
  }

  /** Levenshtein's: how many letters to insert, delete or change. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private Book() {}

  public static void main(String[] args) {
    Terminal.adapt();
    System.exit(execute(args));
  }
}

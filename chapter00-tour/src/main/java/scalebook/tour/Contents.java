package scalebook.tour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import scalebook.book.exercise.Checker;
import scalebook.engines.http.Refused;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Project;
import scalebook.lab.Reading;
import scalebook.lab.exercise.Exercise;
import scalebook.lab.story.Mechanisms.Mechanism;

/** The book's lists: what a page shows, and all that it may ask for. */
final class Contents {
  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._-]{1,40}");

  /** An option of one lesson; {@code choices} are empty where any value will do. */
  record Choice(String name, String what, String initial, boolean flag, List<String> choices) {}

  /** A source file and the line to begin with. */
  record Source(String name, String path, int line) {}

  record Told(
      String number,
      String name,
      String question,
      List<Choice> options,
      List<Mechanism> mechanisms,
      List<Source> sources) {}

  /** What to do, and the file to edit. */
  record Task(
      String number, String name, String task, int minutes, List<String> hints, String file) {}

  record Part(
      int number,
      String title,
      String idea,
      boolean playground,
      List<Told> lessons,
      List<Task> exercises) {}

  private final List<Chapter> chapters = Chapter.all();
  private Map<String, Lesson> lessons;
  private List<Part> parts;
  private Set<String> sources;

  /** By their numbers; made when they are first asked for, since a start has no time for it. */
  private synchronized Map<String, Lesson> lessons() {
    if (lessons == null) {
      lessons = new TreeMap<>();
      for (Chapter chapter : chapters) {
        chapter.lessons().stream()
            .map(Supplier::get)
            .forEach(lesson -> lessons.put(lesson.number(), lesson));
      }
    }
    return lessons;
  }

  Chapter chapter(int number) {
    return chapters.stream()
        .filter(chapter -> chapter.number() == number)
        .findFirst()
        .orElseThrow(() -> new Refused(404, "no chapter " + number));
  }

  /** The number of the lesson that a command means. */
  Optional<String> lesson(String numberOrName) {
    return lessons().entrySet().stream()
        .filter(
            one ->
                one.getKey().equals(numberOrName) || one.getValue().command().equals(numberOrName))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  synchronized List<Part> all() {
    if (parts == null) {
      parts = chapters.stream().map(this::part).toList();
    }
    return parts;
  }

  private Part part(Chapter chapter) {
    return new Part(
        chapter.number(),
        chapter.title(),
        chapter.idea(),
        chapter.playground().isPresent(),
        lessons().values().stream()
            .filter(lesson -> lesson.number().startsWith(chapter.number() + "."))
            .map(Contents::told)
            .toList(),
        chapter.exercises().stream().map(exercise -> task(chapter, exercise)).toList());
  }

  private static Task task(Chapter chapter, Exercise exercise) {
    Path root = Project.root();
    return new Task(
        exercise.number(),
        exercise.name(),
        exercise.task(),
        exercise.effort().map(Exercise.Effort::minutes).orElse(0),
        exercise.hints(),
        text(root.relativize(new Checker(root).source(chapter, exercise))));
  }

  private static Told told(Lesson lesson) {
    try {
      Reading reading = Reading.of(lesson, Project.root());
      List<Reading.Place> places = new ArrayList<>(reading.ideas());
      places.addAll(List.of(reading.test(), reading.lesson()));
      return new Told(
          lesson.number(),
          lesson.command(),
          lesson.description(),
          options(lesson),
          lesson.mechanisms().all(),
          places.stream().map(p -> new Source(p.name(), text(p.file()), p.line())).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    return file.toString().replace('\\', '/');
  }

  /** Those of the lesson itself; of what every lesson has, the limit, for slow machines. */
  private static List<Choice> options(Lesson lesson) {
    return CommandSpec.forAnnotatedObject(lesson).options().stream()
        .filter(
            o ->
                o.longestName().equals("--limit")
                    || o.userObject() instanceof Field field
                        && field.getDeclaringClass() != Lesson.class)
        .map(Contents::choice)
        .toList();
  }

  private static Choice choice(OptionSpec option) {
    Class<?> type = option.type();
    List<String> choices =
        type.isEnum()
            ? Stream.of(type.getEnumConstants()).map(String::valueOf).toList()
            : List.of();
    String initial = String.valueOf(option.initialValue());
    String what = String.join(" ", option.description()).replace("${DEFAULT-VALUE}", initial);
    boolean flag = type == boolean.class;
    return new Choice(option.longestName(), what, flag ? "" : initial, flag, choices);
  }

  /** What a page may hand on to a lesson: its own options, {@code --quick}, {@code --without}. */
  List<String> arguments(String number, List<String> wanted) {
    Lesson lesson = lessons().get(number);
    if (lesson == null) {
      throw new Refused(404, "no lesson " + number);
    }
    List<Choice> options = options(lesson);
    List<String> checked = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      String name = wanted.get(i);
      checked.add(name);
      Optional<Choice> option = options.stream().filter(o -> o.name().equals(name)).findFirst();
      if (name.equals("--quick") || option.map(Choice::flag).orElse(false)) {
        continue;
      }
      String value = ++i < wanted.size() ? wanted.get(i) : "";
      boolean known =
          name.equals("--without")
              ? lesson.mechanisms().names().contains(value)
              : option.isPresent() && VALUE.matcher(value).matches() && !value.startsWith("-");
      if (!known) {
        throw new Refused(400, "%s has no %s %s".formatted(number, name, value));
      }
      checked.add(value);
    }
    return checked;
  }

  /** A source of this project by its path; only what a walk has found is ever read. */
  synchronized String source(String path) throws IOException {
    if (sources == null) {
      sources = walked();
    }
    if (!sources.contains(path)) {
      throw new Refused(404, "no such source");
    }
    return Files.readString(Project.root().resolve(path));
  }

  private static Set<String> walked() throws IOException {
    Path root = Project.root();
    try (Stream<Path> modules = Files.list(root)) {
      Set<String> found = new TreeSet<>();
      for (Path room :
          modules.map(module -> module.resolve("src")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(room)) {
          files
              .map(file -> text(root.relativize(file)))
              .filter(name -> name.matches("chapter.*\\.(java|md)"))
              .forEach(found::add);
        }
      }
      return found;
    }
  }
}

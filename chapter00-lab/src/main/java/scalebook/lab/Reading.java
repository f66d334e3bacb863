package scalebook.lab;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import scalebook.engines.process.Missing;

/** Where a lesson's {@link Idea} stands: the way from a story to its fifty lines. */
public record Reading(List<Place> ideas, Place test, Place lesson) {

  /** A file, relative to the project's folder, and the line to begin with. */
  public record Place(String name, Path file, int line) {
    @Override
    public String toString() {
      return "%s  %s:%d".formatted(name, file, line);
    }

    private String link(Path folder) {
      String path = folder.relativize(file).toString().replace('\\', '/');
      return "[%s](%s)".formatted(name.replaceFirst("\\..*", ""), path);
    }
  }

  /** Throws {@link Missing} when the lesson names nothing, or what it names is not there. */
  public static Reading of(Lesson lesson, Path root) throws IOException {
    Class<?> type = lesson.getClass();
    Idea idea = type.getAnnotation(Idea.class);
    if (idea == null || idea.value().length == 0) {
      throw new Missing(lesson.number() + " has no @Idea: nothing says what to read");
    }
    List<Place> ideas = new ArrayList<>();
    String method = idea.method();
    for (Class<?> one : idea.value()) {
      String own = method.startsWith(one.getSimpleName() + ".") ? method : one.getSimpleName();
      ideas.add(place(root, "src/main/java", one.getName(), own));
    }
    if (!method.isEmpty() && ideas.stream().noneMatch(place -> place.name().equals(method))) {
      throw new Missing("@Idea of %s: %s is in none of its classes".formatted(type, method));
    }
    String concept = type.getPackageName().replaceFirst("\\.lessons$", "");
    String test = idea.test().startsWith("scalebook.") ? idea.test() : concept + "." + idea.test();
    return new Reading(
        ideas,
        place(root, "src/test/java", test, test.substring(test.lastIndexOf('.') + 1)),
        place(root, "src/main/java", type.getName(), type.getSimpleName()));
  }

  /** A chapter may stand on another one's idea: every module is looked through. */
  private static Place place(Path root, String room, String type, String name) throws IOException {
    String source = type.replaceFirst("\\$.*", "").replace('.', '/') + ".java";
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(root, "chapter*")) {
      for (Path module : modules) {
        Path file = module.resolve(room).resolve(source);
        if (Files.exists(file)) {
          return new Place(name, root.relativize(file), line(file, name));
        }
      }
    }
    throw new Missing("no %s/%s in a chapter of %s".formatted(room, source, root));
  }

  /** Where a class or a method is declared, in the format that every file here has. */
  private static int line(Path file, String name) throws IOException {
    String last = name.substring(name.indexOf('.') + 1);
    Pattern declared =
        name.contains(".")
            ? Pattern.compile("(?m)^(  |    )[\\w<@][^=;*\\n]*\\b" + last + "\\(")
            : Pattern.compile("(?m)^ *([a-z-]+ )*@?(class|record|interface|enum) " + last + "\\b");
    String text = Files.readString(file);
    Matcher place = declared.matcher(text);
    if (!place.find()) {
      throw new Missing("%s is not declared in %s".formatted(name, file));
    }
    return 1 + (int) text.substring(0, place.start()).chars().filter(c -> c == '\n').count();
  }

  /** One line for a README in the lesson's chapter. */
  public String links() {
    Path chapter = lesson.file().getName(0);
    return "Read: %s · pinned by %s · [lesson](%s)"
        .formatted(
            ideas.stream().map(idea -> idea.link(chapter)).collect(Collectors.joining(", ")),
            test.link(chapter),
            chapter.relativize(lesson.file()).toString().replace('\\', '/'));
  }

  /** For a terminal: one place a line. */
  public String places() {
    return Stream.concat(ideas.stream(), Stream.of(test, lesson))
        .map(Place::toString)
        .collect(Collectors.joining(System.lineSeparator()));
  }
}

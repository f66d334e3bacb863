package scalebook.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scalebook.engines.process.Child;
import scalebook.engines.process.Missing;
import scalebook.lab.exercise.Served;
import scalebook.lab.exercise.Sources;
import scalebook.lab.exercise.Todo;

/**
 * The reader's classes that stand in the place of ours in this run, also in the processes that it
 * starts: {@link Child} hands down where they are.
 */
public final class Own implements AutoCloseable {
  public static final Own NONE = new Own(Map.of(), List.of());
  private static final String IN = "!";

  private final Map<String, Class<?>> types;
  private final List<URLClassLoader> loaders;

  private Own(Map<String, Class<?>> types, List<URLClassLoader> loaders) {
    this.types = types;
    this.loaders = loaders;
  }

  /** What a lesson declares. */
  static List<Mine> declared(Class<?> lesson) {
    return List.of(lesson.getAnnotationsByType(Mine.class));
  }

  /**
   * Compiles them.
   *
   * @param wanted one exercise, or "" for all that the reader has begun
   */
  static Own of(Class<?> lesson, String wanted) throws IOException {
    Room room = new Room(Project.root(), System.getProperty("scalebook.mine", "exercise"));
    List<String> names =
        declared(lesson).stream()
            .map(Mine::value)
            .filter(name -> wanted.isEmpty() || name.equals(wanted))
            .toList();
    List<String> begun = names.stream().filter(room::begun).toList();
    if (names.isEmpty()) {
      throw new Missing("no exercise has a place in this lesson");
    }
    if (begun.isEmpty()) {
      Stream<String> files = names.stream().map(room::file).map(Path::toString);
      throw new Missing("not started yet: " + String.join(", ", files.toList()));
    }
    List<String> places = new ArrayList<>();
    for (String name : begun) {
      places.add(room.className(room.chapter(name), name) + IN + room.compiled(name));
    }
    String all = String.join(File.pathSeparator, places);
    System.setProperty(Child.HANDED_DOWN, all);
    return in(all);
  }

  /** In a process of a lesson: what the lesson put in the place of ours. */
  public static Own handedDown() {
    String all = System.getProperty(Child.HANDED_DOWN, "");
    try {
      return all.isEmpty() ? NONE : in(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Own in(String all) throws IOException {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    List<URLClassLoader> loaders = new ArrayList<>();
    for (String place : all.split(File.pathSeparator)) {
      String name = place.substring(0, place.indexOf(IN));
      URLClassLoader loader = Sources.loader(Path.of(place.substring(name.length() + 1)));
      loaders.add(loader);
      try {
        types.put(name.substring(name.lastIndexOf('.') + 1), Class.forName(name, true, loader));
      } catch (ClassNotFoundException e) {
        throw new Missing("its file declares no class " + name);
      }
    }
    return new Own(types, loaders);
  }

  Set<String> names() {
    return types.keySet();
  }

  public boolean has(String exercise) {
    return types.containsKey(exercise);
  }

  /** The reader's class of an exercise, if it is to be used; it answers what is asked. */
  public <T> Optional<T> made(String exercise, Class<T> asked, Object... arguments) {
    return Optional.ofNullable(types.get(exercise)).map(type -> Served.as(asked, type, arguments));
  }

  @Override
  public void close() throws IOException {
    if (!loaders.isEmpty()) {
      System.clearProperty(Child.HANDED_DOWN);
    }
    for (URLClassLoader loader : loaders) {
      loader.close();
    }
  }

  /** Where the classes are: the reader's, or our solutions for the test of a lesson. */
  private record Room(Path root, String name) {

    /** This chapter's, or one's before it. */
    Chapter chapter(String exercise) {
      return Chapter.all().stream()
          .filter(chapter -> Files.exists(root.resolve(file(chapter, exercise))))
          .findFirst()
          .orElseThrow(() -> new Missing("there is no exercise " + exercise));
    }

    private Path sources(Chapter chapter, String room) {
      return Path.of(chapter.folder(), "src", room, "java");
    }

    String className(Chapter chapter, String exercise) {
      return chapter.getClass().getPackageName() + "." + name + "." + exercise;
    }

    private Path file(Chapter chapter, String exercise) {
      return sources(chapter, name)
          .resolve(className(chapter, exercise).replace('.', '/') + ".java");
    }

    Path file(String exercise) {
      return file(chapter(exercise), exercise);
    }

    boolean begun(String exercise) {
      try {
        return !Files.readString(root.resolve(file(exercise)))
            .contains("new " + Todo.class.getSimpleName() + "(");
      } catch (IOException e) {
        throw new Missing("cannot read " + file(exercise) + ": " + e.getMessage());
      }
    }

    /** Where its classes are. */
    Path compiled(String exercise) throws IOException {
      Path classes = root.resolve("target/mine").resolve(exercise);
      Chapter chapter = chapter(exercise);
      List<Path> rooms = // a solution uses what its stub declares
          Stream.of(name, "exercise").map(one -> root.resolve(sources(chapter, one))).toList();
      List<String> errors = new Sources(root, rooms, classes).compile(root.resolve(file(exercise)));
      if (!errors.isEmpty()) {
        throw new Missing(exercise + " does not compile: " + errors.get(0));
      }
      return classes;
    }
  }
}

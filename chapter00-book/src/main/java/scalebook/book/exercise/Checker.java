package scalebook.book.exercise;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;
import scalebook.lab.exercise.Sources;

/**
 * Compiles one exercise with its contract, and nothing else, and runs it: a second instead of a
 * build, and one that does not compile says nothing about the others.
 */
public record Checker(Path root) {

  /** The reader's file. */
  public Path source(Chapter chapter, Exercise exercise) {
    return room(chapter, "exercise").resolve(file(chapter, exercise.name()));
  }

  /** The task, an example, hints: beside it. */
  public Path text(Chapter chapter, Exercise exercise) {
    return source(chapter, exercise).resolveSibling(exercise.name() + ".md");
  }

  private Path room(Chapter chapter, String room) {
    return root.resolve(chapter.folder()).resolve("src").resolve(room).resolve("java");
  }

  private static String file(Chapter chapter, String type) {
    return type(chapter, type).replace('.', '/') + ".java";
  }

  private static String type(Chapter chapter, String name) {
    return chapter.getClass().getPackageName() + ".exercise." + name;
  }

  public Verdict check(Chapter chapter, Exercise exercise) throws IOException {
    String tests = exercise.name() + "ExerciseTest";
    Sources sources =
        new Sources(
            root,
            List.of(room(chapter, "exercise"), room(chapter, "test")),
            root.resolve("target/check").resolve(exercise.number()));
    List<String> errors = sources.compile(room(chapter, "test").resolve(file(chapter, tests)));
    if (!errors.isEmpty()) {
      return new Verdict(0, 0, List.of("does not compile: " + errors.get(0)));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = sources.loader()) {
      thread.setContextClassLoader(loader);
      return Verdict.of(Class.forName(type(chapter, tests), true, loader));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("compiled, but not there: " + tests, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

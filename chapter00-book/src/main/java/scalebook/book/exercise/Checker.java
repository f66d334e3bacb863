package scalebook.book.exercise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

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
    Path classes = root.resolve("target/check").resolve(exercise.number());
    Home.delete(classes);
    Files.createDirectories(classes);
    List<String> errors =
        compile(
            room(chapter, "test").resolve(file(chapter, tests)),
            List.of(room(chapter, "exercise"), room(chapter, "test")),
            classes);
    if (!errors.isEmpty()) {
      return new Verdict(0, 0, List.of("does not compile: " + errors.get(0)));
    }
    URL[] path = {classes.toUri().toURL()};
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new OwnFirst(path, getClass().getClassLoader())) {
      thread.setContextClassLoader(loader);
      return Verdict.of(Class.forName(type(chapter, tests), true, loader));
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("compiled, but not there: " + tests, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** What was just compiled comes before what a build left on the class path. */
  private static final class OwnFirst extends URLClassLoader {
    OwnFirst(URL[] path, ClassLoader parent) {
      super(path, parent);
    }

    @Override
    public URL getResource(String name) {
      URL own = findResource(name);
      return own != null ? own : super.getResource(name);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        boolean own = findResource(name.replace('.', '/') + ".class") != null;
        if (own && findLoadedClass(name) == null) {
          return findClass(name);
        }
        return super.loadClass(name, resolve);
      }
    }
  }

  private List<String> compile(Path source, List<Path> rooms, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new Missing("./book check needs a JDK, and this Java has no compiler");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, null, UTF_8)) {
      String sources = String.join(File.pathSeparator, rooms.stream().map(Path::toString).toList());
      List<String> options =
          List.of(
              "--release",
              "17",
              "-proc:none",
              "-parameters",
              "-implicit:class",
              "-d",
              classes.toString(),
              "-sourcepath",
              sources,
              "-cp",
              System.getProperty("java.class.path"));
      compiler
          .getTask(
              new StringWriter(),
              files,
              diagnostics,
              options,
              null,
              files.getJavaFileObjects(source))
          .call();
    }
    return diagnostics.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(this::shown)
        .toList();
  }

  private String shown(Diagnostic<? extends JavaFileObject> error) {
    String where =
        error.getSource() == null
            ? ""
            : root.relativize(Path.of(error.getSource().toUri()))
                + ":"
                + error.getLineNumber()
                + ": ";
    return where + error.getMessage(null).lines().findFirst().orElse("");
  }
}

package scalebook.lab.exercise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;

/**
 * One file of the reader's and what it uses, compiled as it is now: a second instead of a build,
 * and one that does not compile says nothing about the others.
 *
 * @param root the project's folder, which messages leave out
 * @param rooms where the sources of what it uses are
 * @param classes where the classes go; what was there is deleted
 * @param libraries what it uses beside all of ours
 */
public record Sources(Path root, List<Path> rooms, Path classes, List<Path> libraries) {

  public Sources(Path root, List<Path> rooms, Path classes) {
    this(root, rooms, classes, List.of());
  }

  /** What the compiler has against it; nothing when its classes are there. */
  public List<String> compile(Path... source) throws IOException {
    Home.delete(classes);
    Files.createDirectories(classes);
    if (source.length == 0) {
      return List.of();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new Missing("an exercise needs a JDK, and this Java has no compiler");
    }
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(diagnostics, null, UTF_8)) {
      compiler
          .getTask(
              new StringWriter(),
              files,
              diagnostics,
              options(),
              null,
              files.getJavaFileObjects(source))
          .call();
    }
    return diagnostics.getDiagnostics().stream()
        .filter(d -> d.getKind() == Diagnostic.Kind.ERROR)
        .map(this::shown)
        .toList();
  }

  private List<String> options() {
    String ours = System.getProperty("java.class.path");
    return List.of(
        "--release",
        "17",
        "-proc:none",
        "-parameters",
        "-implicit:class",
        "-d",
        classes.toString(),
        "-sourcepath",
        joined(rooms.stream()),
        "-cp",
        joined(Stream.concat(libraries.stream(), Stream.of(ours))));
  }

  private static String joined(Stream<?> paths) {
    return paths.map(String::valueOf).collect(Collectors.joining(File.pathSeparator));
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

  /** Loads what was compiled, before what a build left on the class path. */
  public URLClassLoader loader() throws IOException {
    return loader(classes);
  }

  /** The same, for classes that are there already. */
  public static URLClassLoader loader(Path classes) throws IOException {
    return new OwnFirst(new URL[] {classes.toUri().toURL()}, Sources.class.getClassLoader());
  }

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
}

package scalebook.book.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** How long a file, a lesson and a method may be: one idea each, seen at once. */
public final class Sizes {
  public static final int FILE = 250;
  public static final int LESSON = 120;
  public static final int METHOD = 40;
  public static final int TEST = 300;
  private static final List<String> TESTS =
      List.of("src/test", "src/exercise", "src/solution", "src/jmh");

  private Sizes() {}

  /** Of one module, by its folder. */
  public static Stream<DynamicTest> of(Path module) {
    Path main = module.resolve("src/main");
    Predicate<Path> lesson = file -> file.getParent().endsWith("lessons");
    return Stream.of(
        test("no file above " + FILE + " lines", () -> none(files(main, f -> true, FILE))),
        test("no lesson above " + LESSON + " lines", () -> none(files(main, lesson, LESSON))),
        test("no method above " + METHOD + " lines", () -> none(methods(main, METHOD))),
        test(
            "no test's file above " + TEST + " lines",
            () -> {
              for (String room : TESTS) {
                none(files(module.resolve(room), f -> true, TEST));
              }
            }));
  }

  private static DynamicTest test(String name, Executable check) {
    return DynamicTest.dynamicTest(name, check);
  }

  private static void none(List<String> tooLong) {
    assertThat(tooLong).as("too long: split it by idea").isEmpty();
  }

  /** All Java files under a folder, which need not be there. */
  public static List<Path> sources(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  static List<String> files(Path folder, Predicate<Path> which, int most) throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources(folder)) {
      int lines = Files.readAllLines(file).size();
      if (which.test(file) && lines > most) {
        tooLong.add("%s: %d lines".formatted(file, lines));
      }
    }
    return tooLong;
  }

  /** From the result's type to the closing brace, as the compiler reads it. */
  static List<String> methods(Path folder, int most) throws IOException {
    List<Path> sources = sources(folder);
    List<String> tooLong = new ArrayList<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
      if (!sources.isEmpty()) {
        JavacTask task =
            (JavacTask)
                compiler.getTask(
                    null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
        SourcePositions places = Trees.instance(task).getSourcePositions();
        for (CompilationUnitTree file : task.parse()) {
          file.accept(new Methods(file, places, most, tooLong), null);
        }
      }
    }
    return tooLong;
  }

  private static final class Methods extends TreeScanner<Void, Void> {
    private final CompilationUnitTree file;
    private final SourcePositions places;
    private final int most;
    private final List<String> tooLong;
    private CharSequence type = "";

    Methods(CompilationUnitTree file, SourcePositions places, int most, List<String> tooLong) {
      this.file = file;
      this.places = places;
      this.most = most;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitClass(ClassTree tree, Void unused) {
      CharSequence outer = type;
      type = tree.getSimpleName();
      super.visitClass(tree, null);
      type = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      if (method.getBody() != null) {
        Tree first = method.getReturnType() == null ? method.getBody() : method.getReturnType();
        LineMap map = file.getLineMap();
        long from = map.getLineNumber(places.getStartPosition(file, first));
        long lines = 1 + map.getLineNumber(places.getEndPosition(file, method)) - from;
        if (lines > most) {
          tooLong.add(
              "%s:%d: %s.%s has %d lines"
                  .formatted(file.getSourceFile().getName(), from, type, method.getName(), lines));
        }
      }
      return super.visitMethod(method, null);
    }
  }
}

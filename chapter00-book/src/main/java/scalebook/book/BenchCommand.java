package scalebook.book;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import scalebook.lab.Chapter;
import scalebook.lab.process.Missing;

/** A chapter's micro-benchmarks, in a JVM of JMH's own. */
@Command(
    name = "bench",
    description = "run a chapter's micro-benchmarks; further arguments are JMH's")
final class BenchCommand implements java.util.concurrent.Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "CHAPTER",
      description = "0 (how fast a database starts) to 7")
  private Integer number;

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (number == null) {
      System.err.println("usage: ./book bench CHAPTER [options], as in ./book bench 1 --help");
      return 2;
    }
    if (number == 0) {
      StartBench.run();
      return 0;
    }
    Chapter chapter = Book.chapter(number);
    Path classes = Book.root().resolve(chapter.folder()).resolve("target/test-classes");
    if (!Files.exists(classes.resolve("META-INF/BenchmarkList"))) {
      throw new Missing("chapter " + number + " has no benchmarks yet");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    command.addAll(List.of("-cp", classPath, "org.openjdk.jmh.Main"));
    command.addAll(arguments);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}

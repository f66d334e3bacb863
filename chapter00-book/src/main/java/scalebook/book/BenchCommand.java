package scalebook.book;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.lab.Chapter;

/** A chapter's micro-benchmarks, in a JVM of JMH's own. */
@Command(
    name = "bench",
    description = "run a chapter's micro-benchmarks; further arguments are JMH's")
final class BenchCommand implements java.util.concurrent.Callable<Integer> {
  private static final String BENCHMARK = "# Benchmark: ";
  private static final String PROGRESS = "# Run progress: ";

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
    Path classes = classes(chapter);
    if (!hasBenchmarks(chapter)) {
      throw new Missing("chapter %d has no benchmarks; %s".formatted(number, others()));
    }
    Path results =
        Files.createDirectories(Book.root().resolve("target")).resolve("bench-" + number + ".json");
    Files.deleteIfExists(results);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    command.addAll(List.of("-cp", classPath, "org.openjdk.jmh.Main"));
    command.addAll(List.of("-foe", "true", "-rf", "json", "-rff", results.toString()));
    command.addAll(arguments);
    Process jmh =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String log = follow(jmh);
    if (jmh.waitFor() != 0 || !Files.exists(results) || Files.size(results) == 0) {
      System.out.print(log); // what broke, or JMH's own help or list
      return jmh.exitValue();
    }
    System.out.printf("%s%n%n", Platform.machine());
    System.out.print(BenchTable.of(new ObjectMapper().readTree(results.toFile())));
    return 0;
  }

  private static Path classes(Chapter chapter) {
    return Book.root().resolve(chapter.folder()).resolve("target/test-classes");
  }

  private static boolean hasBenchmarks(Chapter chapter) {
    return Files.exists(classes(chapter).resolve("META-INF/BenchmarkList"));
  }

  private static String others() {
    return Chapter.all().stream()
        .filter(BenchCommand::hasBenchmarks)
        .map(chapter -> String.valueOf(chapter.number()))
        .collect(Collectors.joining(", ", "there are some for 0, ", ""));
  }

  /** All that JMH says, which is long; how far it is goes to standard error. */
  private static String follow(Process jmh) throws IOException {
    StringBuilder log = new StringBuilder();
    String benchmark = "";
    try (BufferedReader lines = jmh.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.append(line).append(System.lineSeparator());
        if (line.startsWith(BENCHMARK)) {
          benchmark = line.substring(line.lastIndexOf('.') + 1);
        } else if (line.startsWith(PROGRESS)) {
          System.err.printf("  %s: %s%n", line.substring(PROGRESS.length()), benchmark);
        }
      }
    }
    return log.toString();
  }
}

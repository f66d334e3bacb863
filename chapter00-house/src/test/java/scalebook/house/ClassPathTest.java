package scalebook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's two class paths: one for lessons, one for exercises and benchmarks. */
class ClassPathTest {
  private static final List<String> FOR_TESTS_ONLY =
      List.of("junit", "assertj", "archunit", "jmh", "narayana", "guava", "infinispan");

  private static List<Path> libraries(String list) throws IOException {
    return Stream.of(Files.readString(Path.of("target", list)).split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  /** In Maven's repository a file stands in …/artifact/version/. */
  @ParameterizedTest
  @ValueSource(strings = {"lessons", "tests"})
  void noArtifactIsThereInTwoVersions(String list) throws IOException {
    Map<Path, Set<String>> versions = new TreeMap<>();
    for (Path library : libraries(list)) {
      Path version = library.getParent();
      versions
          .computeIfAbsent(version.getParent(), artifact -> new TreeSet<>())
          .add(version.getFileName().toString());
    }
    assertThat(versions.entrySet().stream().filter(one -> one.getValue().size() > 1))
        .as("artifacts in several versions: the parent's dependencyManagement chooses one")
        .isEmpty();
  }

  @Test
  void lessonsRunWithoutTheLibrariesOfTestsAndBenchmarks() throws Exception {
    assertThat(libraries("lessons"))
        .extracting(library -> library.getFileName().toString())
        .noneMatch(name -> FOR_TESTS_ONLY.stream().anyMatch(name::contains));
    for (String command : List.of("list", "all --help", "hint 1.1", "cache-aside --help")) {
      book(command);
    }
  }

  private static void book(String command) throws IOException, InterruptedException {
    List<Path> path = new ArrayList<>();
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      modules
          .map(module -> module.resolve("target/classes"))
          .filter(Files::exists)
          .forEach(path::add);
    }
    path.addAll(libraries("lessons"));
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    line.add(path.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    line.add("scalebook.book.Book");
    line.addAll(List.of(command.split(" ")));
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("./book %s said:%n%s", command, said).isZero();
  }
}

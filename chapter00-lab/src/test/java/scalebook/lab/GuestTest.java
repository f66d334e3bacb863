package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Tasks;

/** With a library that the build has fetched already, so that no network is needed. */
@Timeout(120)
class GuestTest {
  @TempDir Path temporary;
  private Path folder;
  private Guest guest;

  @BeforeEach
  void folder() throws IOException {
    assumeTrue(Platform.find("mvn").isPresent(), "Maven is in PATH");
    folder = Files.createDirectories(temporary.resolve("src/small"));
    guest = new Guest(folder, new Home(temporary.resolve("home")));
    write("java/guest/Said.java", said("first"));
    pom("4.7.7");
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static String said(String word) {
    return """
        package guest;
        public final class Said implements java.util.function.Supplier<String> {
          @Override public String get() { return "%s " + picocli.CommandLine.VERSION; }
        }
        """
        .formatted(word);
  }

  private void pom(String version) throws IOException {
    write(
        "pom.xml",
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>test</groupId><artifactId>small</artifactId><version>1</version>
          <packaging>pom</packaging>
          <name>A small guest</name>
          <description>1 MB, for a test</description>
          <dependencies>
            <dependency><groupId>info.picocli</groupId><artifactId>picocli</artifactId><version>%s</version></dependency>
          </dependencies>
          <build><plugins>
            <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.11.0</version></plugin>
          </plugins></build>
        </project>
        """
            .formatted(version));
  }

  private String says() throws Exception {
    try (URLClassLoader loader = guest.loader()) {
      Class<?> type = loader.loadClass("guest.Said");
      return (String) ((Supplier<?>) type.getConstructor().newInstance()).get();
    }
  }

  @Test
  void itIsFetchedOnceAndCompiledAgainWhenItsSourceChanges() throws Exception {
    assertThat(guest.fetched()).as("before").isEmpty();
    assertThat(says()).isEqualTo("first 4.7.7");
    assertThat(guest.fetched().orElseThrow()).as("megabytes").isBetween(0.1, 2.0);
    List<Path> before = guest.path();
    assertThat(guest.path()).isEqualTo(before);
    write("java/guest/Said.java", said("second"));
    assertThat(says()).isEqualTo("second 4.7.7");
  }

  /** Maven's own repository is not made for two at once. */
  @Test
  void manyWhoNeedItFetchItOnce() {
    ExecutorService others = Tasks.executor();
    Executor common =
        ForkJoinPool.commonPool(); // it may have one thread, which a process's end needs
    List<CompletableFuture<Object>> all =
        Stream.of(others, others, others, common)
            .map(where -> CompletableFuture.supplyAsync(this::made, where))
            .toList();
    assertThat(all.stream().map(CompletableFuture::join).distinct()).hasSize(1);
    others.shutdown();
  }

  private Object made() {
    try {
      Path classes = guest.path().get(0);
      return String.valueOf(Files.readAttributes(classes, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatCannotBeFetchedIsOneClearLine() throws Exception {
    pom("0.0.0-not-there");
    assertThatThrownBy(guest::path)
        .isInstanceOf(Missing.class)
        .hasMessageContaining("A small guest is not here")
        .hasMessageContaining("./book warm");
    assertThat(guest.fetched()).isEmpty();
  }

  @Test
  void whatDoesNotCompileSaysWhere() throws Exception {
    write("java/guest/Said.java", said("first").replace("get()", "got()"));
    assertThatThrownBy(guest::path)
        .isInstanceOf(Missing.class)
        .hasMessageContaining("small does not compile")
        .hasMessageContaining("Said.java:2");
  }
}

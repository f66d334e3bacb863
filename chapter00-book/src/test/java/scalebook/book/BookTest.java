package scalebook.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code book} says to those who mistype, or lack something. */
class BookTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");

  @TempDir Path folder;

  private record Said(int exit, String output, String errors) {}

  private static Said book(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    try {
      int exit = Book.execute(args);
      return new Said(exit, text(output), text(errors));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
  }

  @Test
  void aMistypedCommandIsAnsweredWithTheNearest() {
    Said said = book("dokter");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.errors()).contains("'dokter'").contains("did you mean doctor").hasLineCount(1);
  }

  @Test
  void aWrongArgumentIsOneLine() {
    assertThat(book("play", "9").errors()).contains("there is no chapter 9").hasLineCount(1);
    assertThat(book("play", "9").exit()).isEqualTo(3);
    assertThat(book("9").errors()).contains("there is no chapter 9").hasLineCount(1);
    assertThat(book("hint", "9.9").errors()).contains("9.9").hasLineCount(1);
    assertThat(book("play").exit()).isEqualTo(2);
    assertThat(book("list", "--nope").exit()).isEqualTo(2);
    assertThat(book("list", "--nope").errors()).contains("--nope").hasLineCount(1);
    assertThat(book("play", "1", "2", "--nope").errors()).hasLineCount(1);
  }

  @Test
  void aWordIsFoundOrTheNearestIsNamed() {
    Said said = book("find", "LEASE");
    assertThat(said.exit()).isZero();
    assertThat(said.output()).contains("lease: a right that ends").contains("4.5");
    assertThat(said.output().lines().count()).isLessThanOrEqualTo(24);
    assertThat(book("find", "leese").errors()).contains("did you mean lease?").hasLineCount(1);
    assertThat(book("find", "leese").exit()).isEqualTo(2);
    assertThat(book("find", "xylophone").errors()).contains("./book list").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "list", "find", "all", "check", "hint", "reset", "doctor", "warm", "record", "versus"
      })
  void everyCommandKnowsHelp(String command) {
    assertThat(book(command, "--help").exit()).isZero();
  }

  @Test
  void theDoctorSaysWhatIsHereAndWhatIsMissing() {
    Said said = book("doctor");
    assertThat(said.output())
        .contains("java", "disk", "cache", "ports", "embedded database", "docker");
    boolean ready = said.output().lines().noneMatch(line -> line.startsWith("✘"));
    assertThat(said.output()).endsWith(ready ? "ready\n" : "marked with ✘\n");
    assertThat(said.exit()).isEqualTo(ready ? 0 : 3);
  }

  @Test
  void whatIsWarmIsSaid() {
    Said said = book("warm");
    assertThat(said.exit()).as(said.errors()).isZero();
    assertThat(said.output()).startsWith("warm: ").contains("mysql", "redis");
  }

  @Test
  void distanceCountsLetters() {
    assertThat(Book.distance("clones", "clones")).isZero();
    assertThat(Book.distance("clons", "clones")).isEqualTo(1);
    assertThat(Book.distance("", "abc")).isEqualTo(3);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "book is a POSIX shell script")
  void aJavaThatIsTooOldIsOneLine() throws Exception {
    Path java = folder.resolve("bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Said old = launcher(Map.of("JAVA_HOME", folder.toString()));
    assertThat(old.exit()).isEqualTo(3);
    assertThat(old.errors()).contains("Java 11 is too old").contains("JAVA_HOME").hasLineCount(1);
    Said none = launcher(Map.of("JAVA_HOME", folder.resolve("nowhere").toString()));
    assertThat(none.exit()).isEqualTo(3);
    assertThat(none.errors()).contains("no Java").hasLineCount(1);
  }

  /** A checkout in which nothing must be built, with a Maven and a Java that say what they hear. */
  private Path built(String libraries) throws IOException {
    Files.copy(Path.of("../book"), folder.resolve("book"));
    Files.createDirectories(folder.resolve("chapter00-house/src/main"));
    Files.createDirectories(folder.resolve("chapter00-house/target/classes"));
    Files.writeString(folder.resolve("pom.xml"), "");
    Files.writeString(folder.resolve("chapter00-house/pom.xml"), "");
    Files.writeString(folder.resolve("chapter00-house/target/lessons"), libraries);
    Files.createDirectories(folder.resolve("target"));
    program("bin/mvn", "echo built >built");
    program("bin/java", "[ $1 = -version ] && echo 'java version \"17.0.1\"' || echo \"$@\"");
    return Files.writeString(folder.resolve("target/built"), "");
  }

  private void program(String name, String line) throws IOException {
    Path program = folder.resolve(name);
    Files.createDirectories(program.getParent());
    Files.writeString(program, "#!/bin/sh\n" + line + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
  }

  private Said list() throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", folder.resolve("book").toString());
    builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    builder.environment().put("SCALEBOOK_HOME", folder.resolve("cache").toString());
    builder.environment().remove("JAVA_HOME");
    Path said = folder.resolve("said");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(20, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).as("ended").isTrue();
    return new Said(process.exitValue(), Files.readString(said), "");
  }

  /** Its owner was killed between making the folder and writing its number into it. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "book is a POSIX shell script")
  void aBuildLockOfNobodyIsNotWaitedForForEver() throws Exception {
    Files.delete(built("book"));
    Files.createDirectories(folder.resolve("target/building"));
    list();
    assertThat(folder.resolve("built")).as("built").exists();
    assertThat(folder.resolve("target/building")).doesNotExist();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "book is a POSIX shell script")
  void missingMavenLibrariesAreFetchedAgain() throws Exception {
    built(folder.resolve("book") + ":more");
    list();
    assertThat(folder.resolve("built")).as("built though they are there").doesNotExist();
    Files.writeString(folder.resolve("chapter00-house/target/lessons"), "gone:more");
    list();
    assertThat(folder.resolve("built")).as("built").exists();
  }

  /** Root can write everywhere. */
  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "book is a POSIX shell script")
  void aTreeThatAnotherUserBuiltPutsItsLogIntoMyFolder() throws Exception {
    Path stamp = built(folder.resolve("book") + ":more");
    assumeTrue(
        stamp.getParent().toFile().setWritable(false) && !Files.isWritable(stamp.getParent()));
    assertThat(list().output()).contains("logFile=" + folder.resolve("cache/output/book.log"));
    Files.writeString(folder.resolve("chapter00-house/target/lessons"), "gone:more");
    Said unreadable = list();
    assertThat(unreadable.exit()).isEqualTo(3);
    assertThat(unreadable.output()).contains("must be built").hasLineCount(1);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the old server is a POSIX shell script")
  void theDoctorSpeaksPlainlyWhereTheTerminalDoesAndKnowsAnOldServer() throws Exception {
    Path old = folder.resolve("mysqld");
    Files.writeString(old, "#!/bin/sh\necho 'mysqld  Ver 8.0.15 for Linux'\n");
    assertThat(old.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Book.class.getName(),
            "doctor");
    builder.environment().putAll(Map.of("LC_ALL", "C", "SCALEBOOK_MYSQLD", old.toString()));
    Process process = builder.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said.lines())
        .anyMatch(line -> line.startsWith("ok java"))
        .anyMatch(line -> line.startsWith("ok signals"))
        .anyMatch(line -> line.matches("\\* local database +8.0.15 .* too old.*MySQL 8.0.30.*"));
    assertThat(said).doesNotContain("?");
  }

  private static Said launcher(Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "../book", "list");
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), "", out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "CONTRIBUTING.md",
        "GLOSSARY.md",
        "WORKSHOP.md",
        "FACILITATOR.md",
        "chapter00-engines/README.md",
        "chapter00-lab/README.md",
        "chapter00-book/README.md",
        "chapter00-house/README.md"
      })
  void everyLinkResolves(String file) throws IOException {
    Path readme = Path.of("..").resolve(file);
    Matcher link = LINK.matcher(Files.readString(readme));
    while (link.find()) {
      assertThat(readme.resolveSibling(link.group(1))).as("a link in %s", file).exists();
    }
  }
}

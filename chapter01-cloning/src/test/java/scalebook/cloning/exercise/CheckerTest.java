package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.Book;
import scalebook.book.exercise.Checker;
import scalebook.book.exercise.Verdict;
import scalebook.cloning.Chapter1;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

/** What {@code ./book check} says of a reader's files, tried on a copy of this chapter. */
class CheckerTest {
  private static final Path ROOM = Path.of("java/scalebook/cloning");

  /** What the reader is to write. */
  private static final String TASK = "(?s)int doublings.*?bound \\+ 1\\);";

  private final Chapter chapter = new Chapter1();
  private final Exercise exercise = chapter.exercises().get(0);

  @TempDir Path root;
  private Checker checker;

  @BeforeEach
  void copyTheChapter() throws IOException {
    for (String room : new String[] {"exercise", "test"}) {
      Path from = Path.of("src").resolve(room);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = root.resolve(chapter.folder()).resolve(file);
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
    }
    checker = new Checker(root);
  }

  private void write(String text) throws IOException {
    Files.writeString(checker.source(chapter, exercise), text);
  }

  private String solution() throws IOException {
    String name = exercise.name() + ".java";
    return Files.readString(Path.of("src/solution").resolve(ROOM).resolve("solution").resolve(name))
        .replace("package scalebook.cloning.solution;", "package scalebook.cloning.exercise;");
  }

  @Test
  void aSolutionIsGreen() throws IOException {
    write(solution());
    assertThat(checker.check(chapter, exercise).state()).isEqualTo(Verdict.State.GREEN);
  }

  @Test
  void aWrongAnswerIsRedAndTaught() throws IOException {
    write(solution().replace("random.nextLong(bound + 1)", "bound"));
    Verdict verdict = checker.check(chapter, exercise);
    assertThat(verdict.state()).isEqualTo(Verdict.State.RED);
    assertThat(verdict.failures().get(0)).contains("must not come back together");
  }

  @Test
  void aStubIsNotStarted() throws IOException {
    write(solution().replaceFirst(TASK, "throw new scalebook.lab.exercise.Todo(\"later\");"));
    Verdict verdict = checker.check(chapter, exercise);
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo(Verdict.State.NOT_STARTED);
  }

  @Test
  void aRenamedMethodIsNamed() throws IOException {
    write(solution().replace("long delayMillis(", "long waitMillis("));
    assertThat(checker.check(chapter, exercise).failures().get(0))
        .contains("the tests call long delayMillis(int, RandomGenerator)")
        .contains("it has long waitMillis(int, RandomGenerator)");
  }

  @Test
  void theFirstFailureIsOfTheFirstStep() throws IOException {
    write(solution().replace("random.nextLong(bound + 1)", "-1"));
    Verdict verdict = checker.check(chapter, exercise);
    assertThat(verdict.failures()).hasSizeGreaterThan(1);
    assertThat(verdict.failures().get(0)).startsWith("theBoundDoublesWithEachCrash");
    assertThat(verdict.tests()).isEqualTo(verdict.passed() + verdict.failures().size());
  }

  @Test
  void whatDoesNotCompileSaysWhere() throws IOException {
    write(solution().replace("return random", "return randon"));
    assertThat(checker.check(chapter, exercise).failures().get(0))
        .startsWith("does not compile: chapter01-cloning/src/exercise")
        .contains("BackoffWithJitter.java:");
  }

  /** {@code ./book check --watch} of the one exercise; {@code keys} are typed at once. */
  private int watch(String keys, OutputStream output) {
    InputStream in = System.in;
    PrintStream out = System.out;
    System.setIn(new ByteArrayInputStream(keys.getBytes(StandardCharsets.UTF_8)));
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setProperty("scalebook.root", root.toString()); // it tells where the project is
    try {
      return Book.execute("check", "--watch", exercise.number());
    } finally {
      System.setIn(in);
      System.setOut(out);
      System.clearProperty("scalebook.root");
    }
  }

  @Test
  @Timeout(60)
  void aSaveInTheMiddleOfACheckIsNotMissed() throws IOException {
    Path saved = Files.writeString(root.resolve("saved"), solution());
    // When it is run, it is replaced, as an editor does it.
    write(
        solution()
            .replaceFirst(
                TASK,
                """
                try {
                  java.nio.file.Files.copy(
                      java.nio.file.Path.of(java.net.URI.create("%s")),
                      java.nio.file.Path.of(java.net.URI.create("%s")),
                      java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
                throw new scalebook.lab.exercise.Todo("later");
                """
                    .formatted(saved.toUri(), checker.source(chapter, exercise).toUri())));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    assertThat(watch("", output)).isZero();
    assertThat(output.toString(StandardCharsets.UTF_8))
        .containsSubsequence("1 of 1", "not started", "green", "all green");
  }

  @Test
  @Timeout(60)
  void watchingShowsAVerdictOnEachSaveAndOneHintAfterAnother() throws Exception {
    write(solution().replaceFirst(TASK, "throw new scalebook.lab.exercise.Todo(\"later\");"));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    CompletableFuture<Integer> watching =
        CompletableFuture.supplyAsync(() -> watch("h\nh\nh\nh\n", output));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> output.toString(StandardCharsets.UTF_8).contains("no more hints"));
    write(solution());
    assertThat(watching.get()).isZero();
    List<String> hints = exercise.hints();
    assertThat(output.toString(StandardCharsets.UTF_8))
        .containsSubsequence(
            "not started", hints.get(0), hints.get(1), hints.get(2), "no more hints", "all green");
  }
}

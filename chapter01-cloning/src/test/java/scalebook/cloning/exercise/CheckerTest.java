package scalebook.cloning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.exercise.Checker;
import scalebook.book.exercise.Verdict;
import scalebook.cloning.Chapter1;
import scalebook.lab.Chapter;
import scalebook.lab.exercise.Exercise;

/** What {@code ./book check} says of a reader's files, tried on a copy of this chapter. */
class CheckerTest {
  private static final Path ROOM = Path.of("java/scalebook/cloning");

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
    write(
        solution()
            .replaceFirst(
                "(?s)int doublings.*?bound \\+ 1\\);",
                "throw new scalebook.lab.exercise.Todo(\"later\");"));
    Verdict verdict = checker.check(chapter, exercise);
    assertThat(verdict.failures()).isEmpty();
    assertThat(verdict.state()).isEqualTo(Verdict.State.NOT_STARTED);
  }

  @Test
  void whatDoesNotCompileSaysWhere() throws IOException {
    write(solution().replace("return random", "return randon"));
    assertThat(checker.check(chapter, exercise).failures().get(0))
        .startsWith("does not compile: chapter01-cloning/src/exercise")
        .contains("BackoffWithJitter.java:");
  }
}

package scalebook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.book.Book;
import scalebook.book.exercise.Stubs;
import scalebook.lab.Chapter;

/** What a reader wrote goes when the reader says so, without git, and nothing else goes. */
class ResetTest {
  private static final String EXERCISES = "chapter05-partitioning/src/exercise";
  private static final String WRITTEN = "// an evening's work";

  @TempDir Path root;
  private final InputStream keyboard = System.in;
  private Path ring;
  private Path plan;

  @BeforeEach
  void aProjectWhereTwoExercisesAreBegun() throws IOException {
    Path from = Path.of("..", EXERCISES);
    Path to = root.resolve(EXERCISES);
    for (Path file : Files.walk(from).filter(Files::isRegularFile).toList()) {
      Path copy = to.resolve(from.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.copy(file, copy);
    }
    ring = to.resolve("java/scalebook/partitioning/exercise/HashRing.java");
    plan = ring.resolveSibling("MovePlan.java");
    Files.writeString(ring, WRITTEN);
    Files.writeString(plan, WRITTEN);
    Files.createDirectories(root.resolve("target/story/5.1"));
    System.setProperty("scalebook.root", root.toString());
  }

  @AfterEach
  void back() {
    System.clearProperty("scalebook.root");
    System.setIn(keyboard);
  }

  private static void typed(String answer) {
    System.setIn(new ByteArrayInputStream(answer.getBytes()));
  }

  private String stub(String name) throws IOException {
    Chapter five = Chapter.all().get(4);
    return new Stubs(root, five).read().get(name);
  }

  @Test
  void nothingGoesUnlessTheReaderSaysYes() throws IOException {
    for (String answer : new String[] {"no\n", "\n", ""}) {
      typed(answer);
      assertThat(Book.execute("reset")).isEqualTo(1);
      assertThat(ring).hasContent(WRITTEN);
      assertThat(root.resolve("target/story")).exists();
    }
  }

  @Test
  void oneExerciseIsResetAlone() throws IOException {
    typed("yes\n");
    assertThat(Book.execute("reset", "5.2")).isZero();
    assertThat(ring).hasContent(stub("HashRing"));
    assertThat(plan).hasContent(WRITTEN);
    assertThat(root.resolve("target/story")).exists();
  }

  @Test
  void allAreResetAndWhatWasGeneratedIsGone() throws IOException {
    assertThat(Book.execute("reset", "--yes")).isZero();
    assertThat(ring).hasContent(stub("HashRing"));
    assertThat(plan).hasContent(stub("MovePlan"));
    assertThat(root.resolve("target/story")).doesNotExist();
    assertThat(Book.execute("reset")).as("with nothing to ask for").isZero();
  }
}

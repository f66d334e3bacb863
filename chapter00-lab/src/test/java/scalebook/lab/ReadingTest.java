package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import scalebook.engines.process.Missing;
import scalebook.lab.story.Story;

/** From a lesson to its code, in a project of three files. */
class ReadingTest {
  private static final String OURS = "chapter01-ours/src/main/java/scalebook/lab/";
  private static final String LAB = "chapter00-lab/src/main/java/scalebook/lab/";
  private static final String TEST =
      "chapter01-ours/src/test/java/scalebook/lab/fault/SomeTest.java";

  @TempDir Path root;

  private abstract static class Untold extends Lesson {
    @Override
    protected void tell(Story story) {
      throw new AssertionError("--read runs nothing");
    }
  }

  @Command(name = "told", description = "for a test")
  @Idea(value = Size.class, method = "Size.get", test = "fault.SomeTest")
  private static final class Told extends Untold {}

  @Command(name = "mistaken", description = "for a test")
  @Idea(value = Size.class, method = "Size.nowhere", test = "fault.SomeTest")
  private static final class Mistaken extends Untold {}

  @Command(name = "bare", description = "for a test")
  private static final class Bare extends Untold {}

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void project() throws IOException {
    write(OURS + "ReadingTest.java", "package scalebook.lab;\n\nfinal class Told {}\n");
    write(TEST, "package scalebook.lab.fault;\n\nclass SomeTest {}\n");
    write(
        LAB + "Size.java",
        """
        package scalebook.lab;

        /** No class Size yet. */
        public final class Size {
          private final int quick = get(1);

          public int get() {
            return get(2);
          }
        }
        """);
  }

  @Test
  void aLessonLeadsToItsIdeaAndItsTestAlsoInAnotherChapter() throws IOException {
    project();
    Reading reading = Reading.of(new Told(), root);
    assertThat(reading.links())
        .isEqualTo(
            "Read: [Size](../%sSize.java) · pinned by [SomeTest](%s) · [lesson](%s)"
                .formatted(LAB, TEST.substring(15), OURS.substring(15) + "ReadingTest.java"));
    assertThat(reading.places().lines())
        .containsExactly(
            "Size.get  " + LAB + "Size.java:7",
            "SomeTest  " + TEST + ":3",
            "Told  " + OURS + "ReadingTest.java:3");
  }

  @Test
  void whatIsNamedAndNotThereIsSaid() throws IOException {
    assertThatThrownBy(() -> Reading.of(new Bare(), root)).hasMessageContaining("no @Idea");
    assertThatThrownBy(() -> Reading.of(new Told(), root))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("scalebook/lab/Size.java");
    project();
    assertThatThrownBy(() -> Reading.of(new Mistaken(), root))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("Size.nowhere");
    Files.delete(root.resolve(TEST));
    assertThatThrownBy(() -> Reading.of(new Told(), root)).hasMessageContaining("SomeTest.java");
  }

  @Test
  void readRunsNothing() {
    assertThat(Lesson.execute(new Bare(), "--read")).isEqualTo(Lesson.MISSING);
  }
}

package scalebook.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import scalebook.engines.process.Missing;
import scalebook.lab.Idea;
import scalebook.lab.Lesson;
import scalebook.lab.Size;
import scalebook.lab.Without;
import scalebook.lab.story.Story;

class LinksTest {
  @Command(name = "told", description = "for a test")
  @Idea(value = Size.class, test = "SomeTest")
  @Without(
      name = "lease",
      what = "a lease per key",
      falls = {"one loads", "nobody fails"})
  private static final class Told extends Lesson {
    @Override
    protected void tell(Story story) {}
  }

  @TempDir Path root;

  @BeforeEach
  void project() throws IOException {
    write("chapter00-lab/src/main/java/scalebook/lab/Size.java", "class Size {}\n");
    write("chapter00-x/src/main/java/scalebook/book/LinksTest.java", "  class Told {}\n");
    write("chapter00-x/src/test/java/scalebook/book/SomeTest.java", "class SomeTest {}\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void theLineStandsUnderItsHeadingAndOnce() throws IOException {
    String before = "# A chapter\n\n## 0.0 told: why?\n\nText.\n\n## 0.01 another\n\nRead: this.\n";
    String once = Links.in(before, new Told(), root);
    assertThat(once)
        .startsWith("# A chapter\n\n## 0.0 told: why?\n\nRead: [Size](../chapter00-lab/src/main/")
        .endsWith("LinksTest.java)\n\nText.\n\n## 0.01 another\n\nRead: this.\n");
    assertThat(Links.in(once, new Told(), root)).isEqualTo(once);
    assertThat(Links.in(once.replace("[Size]", "[Old]"), new Told(), root)).isEqualTo(once);
  }

  @Test
  void aLessonWithoutASectionIsSaid() {
    assertThatThrownBy(() -> Links.in("# A chapter\n", new Told(), root))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("## 0.0");
  }

  @Test
  void theTableOfWhatCanBeTakenAwayStandsWhereItIsWanted() throws IOException {
    String before =
        "## 0.0 told\n\n<!-- without: 0.0 -->\nstale row\n<!-- end -->\n\n<!-- without: 0.1 -->\n<!-- end -->\n";
    assertThat(Links.in(before, new Told(), root))
        .contains("| `lease` | a lease per key | one loads<br>nobody fails |\n<!-- end -->")
        .doesNotContain("stale row")
        .endsWith("<!-- without: 0.1 -->\n<!-- end -->\n");
  }
}

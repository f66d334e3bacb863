package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** These tests run in their module's folder, without a launcher, as a program in an IDE may. */
class ProjectTest {
  @Test
  void theProjectIsFoundFromAFolderInIt() {
    assertThat(Project.root().resolve("book")).isRegularFile();
    assertThat(Project.root().resolve("chapter00-lab")).isEqualTo(Path.of("").toAbsolutePath());
  }

  @Test
  void theLauncherMaySayWhereItIs() {
    System.setProperty("scalebook.root", "target");
    try {
      assertThat(Project.root()).isEqualTo(Path.of("target").toAbsolutePath());
    } finally {
      System.clearProperty("scalebook.root");
    }
  }
}

package scalebook.engines.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path folder;

  @Test
  void aLivingWorkspaceIsNotSweptAndADeadOneIs() throws Exception {
    Home home = new Home(folder);
    try (Workspace living = Workspace.open(home)) {
      Path dead = Files.createDirectories(folder.resolve("runs/dead/data"));
      try (Workspace next = Workspace.open(home)) {
        assertThat(dead).doesNotExist();
        assertThat(living.path()).exists();
        assertThat(next.path()).isNotEqualTo(living.path());
      }
      assertThat(living.path()).as("another one's end is not ours").exists();
    }
    assertThat(folder.resolve("runs")).isEmptyDirectory();
  }

  @Test
  void noPortIsClaimedTwice() throws Exception {
    Home home = new Home(folder);
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(ports.add(Ports.claim(home).port())).isTrue();
    }
    assertThat(ports).allMatch(port -> port >= 20_000 && port < 30_000);
  }

  @Test
  void aCacheFolderThatCannotBeWrittenIsOneLine() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> Workspace.open(new Home(file)))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("SCALEBOOK_HOME");
  }
}

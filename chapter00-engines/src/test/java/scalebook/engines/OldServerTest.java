package scalebook.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Home;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Workspace;

/** What an installed server lacks, and what a folder lacks, are two things. */
class OldServerTest {
  private static final String COMPLAINT =
      "2026-01-01T00:00:00Z 0 [ERROR] [MY-000067] unknown variable 'innodb-redo-log-capacity=16M'.";

  @TempDir Path folder;

  /** Answers {@code --version}, and refuses everything else with a word of its own. */
  private Binary server(String version) throws IOException {
    Path program = folder.resolve("mysqld");
    Files.writeString(
        program,
        """
        #!/bin/sh
        [ "$1" = --version ] && { echo "/usr/sbin/mysqld  Ver %s for Linux"; exit 0; }
        echo "%s"; echo "[Note] shut down"; exit 1
        """
            .formatted(version, COMPLAINT));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return Binary.tried(program, Optional.empty()).orElseThrow();
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the server is a POSIX shell script")
  void aServerThatIsTooOldSaysWhatItSaidAndWhichAreSupported() throws Exception {
    Binary old = server("8.0.15");
    Home home = new Home(folder.resolve("home"));
    try (Workspace workspace = Workspace.open(home)) {
      Servers servers = new ProcessServers(home, workspace, "secret", () -> old, () -> old);
      assertThatThrownBy(() -> servers.mysql("db", List.of()))
          .isInstanceOf(Missing.class)
          .hasMessageContaining("unknown variable 'innodb-redo-log-capacity=16M'")
          .hasMessageContaining("8.0.15")
          .hasMessageContaining("MySQL 8.0.30")
          .hasMessageContaining("MariaDB 10.6")
          .hasMessageNotContaining("space");
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the server is a POSIX shell script")
  void versionsAreComparedAsNumbers() throws Exception {
    assertThat(server("8.0.15").supported()).isFalse();
    assertThat(server("8.0.30").supported()).isTrue();
    assertThat(server("8.4.2").supported()).isTrue();
    assertThat(server("26.7.0").supported()).isTrue();
    assertThat(server("5.7.44").supported()).isFalse();
    assertThat(server("10.5.28-MariaDB").supported()).isFalse();
    assertThat(server("10.11.6-MariaDB-0+deb12u1").supported()).isTrue();
    assertThat(server("11.4.5-MariaDB").supported()).isTrue();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNoFullDisk() {
    Home home = new Home(folder);
    Missing denied = home.unusable("unpack it", new AccessDeniedException("/cache/x"));
    assertThat(denied)
        .hasMessageContaining("cannot unpack it")
        .hasMessageContaining("SCALEBOOK_HOME")
        .hasMessageContaining("cannot be written")
        .hasMessageNotContaining("space");
    FileSystemException full = new FileSystemException("/x", null, "No space left on device");
    assertThat(home.unusable("unpack it", full)).hasMessageContaining("free some space");
  }
}

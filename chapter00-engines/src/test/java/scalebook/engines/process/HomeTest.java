package scalebook.engines.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "every user has a folder there")
class HomeTest {
  /** Says where the cache is. */
  static final class Where {
    public static void main(String[] args) {
      try {
        System.out.println(Home.ofUser().folder());
      } catch (Missing e) {
        System.out.println(e.getMessage());
      }
    }
  }

  private static String where(String home) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.home=?",
            "-cp",
            System.getProperty("java.class.path"),
            Where.class.getName());
    builder.environment().keySet().removeAll(Set.of("SCALEBOOK_HOME", "XDG_CACHE_HOME"));
    builder.environment().put("HOME", home);
    Process process = builder.redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }

  @Test
  void aUserWhomThisMachineDoesNotKnowHasTheHomeThatItsShellHas() throws Exception {
    assertThat(where("/somewhere")).startsWith("/somewhere/").endsWith("/scalebook");
    assertThat(where(""))
        .isEqualTo("this user has no home: set SCALEBOOK_HOME to a folder you can write");
  }

  /** A folder that takes no file, not even root's. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aCacheThatTakesNoFileIsSaidWithWhatToDo(@TempDir Path folder) throws Exception {
    Files.createSymbolicLink(folder.resolve("ports"), Path.of("/proc/self"));
    assertThatThrownBy(() -> Ports.claim(new Home(folder)))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("cannot claim a port in " + folder)
        .hasMessageContaining("set SCALEBOOK_HOME to a folder you can write");
  }
}

package scalebook.engines.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A JDK and a POSIX shell are enough: most containers have no {@code kill} program. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class BareMachineTest {
  private static final Path STATUS = Path.of("/proc");
  private static final int TRIES = 1_000; // ten seconds

  @TempDir Path folder;

  /** Pauses and resumes a program, and says what state the system shows where it shows one. */
  static final class Pauses {
    public static void main(String[] args) throws Exception {
      Path log = Path.of(args[0], "log");
      try (Child child = Child.program("waits", log, List.of("/bin/sleep", "60"))) {
        child.pause();
        System.out.print(state(child, true));
        child.resume();
        System.out.print(state(child, false));
        child.stop(Duration.ofSeconds(5));
      }
    }

    /** A signal is sent before it is acted on. */
    private static String state(Child child, boolean paused) throws Exception {
      String state = state(child);
      for (int i = 0; i < TRIES && !state.isEmpty() && state.equals("T") != paused; i++) {
        Thread.sleep(10);
        state = state(child);
      }
      return state;
    }

    private static String state(Child child) throws Exception {
      Path stat = STATUS.resolve(child.pid() + "/stat");
      return Files.exists(stat) ? Files.readString(stat).replaceFirst(".*\\) (.).*\\n?", "$1") : "";
    }
  }

  @Test
  void pausingNeedsNoProgramButTheShell() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Pauses.class.getName(),
            folder.toString());
    builder.environment().put("PATH", folder.toString());
    Process bare = builder.redirectErrorStream(true).start();
    String said = new String(bare.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bare.waitFor()).as(said).isZero();
    if (Files.exists(STATUS.resolve("self/stat"))) {
      assertThat(said).as("paused, then not").matches("T[^T]");
    }
  }
}

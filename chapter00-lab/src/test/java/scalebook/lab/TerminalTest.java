package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;
import scalebook.lab.story.Story;

class TerminalTest {
  @TempDir Path folder;

  /** One claim holds, and one does not. */
  @Command(name = "both", description = "for a test")
  static final class Both extends Lesson {
    @Override
    protected void tell(Story story) {
      story.question("σ?");
      story.step("a step …");
      story.claim("this holds", true);
      story.claim("this does not", false);
    }

    public static void main(String[] args) {
      run(new Both(), args);
    }
  }

  private static String shown(String text, Charset charset) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Terminal.over(bytes, charset).print(text);
    return bytes.toString(charset);
  }

  @Test
  void whatTheTerminalLacksIsSpelledOut() {
    assertThat(shown("✔ ✘ a → b · c … 字", StandardCharsets.US_ASCII))
        .isEqualTo("ok FAILED a -> b * c ... ?");
    assertThat(shown("✔ µ · ½", StandardCharsets.ISO_8859_1)).isEqualTo("ok µ · ½");
    assertThat(shown("▏ ▁▄█", StandardCharsets.US_ASCII)).isEqualTo("| _=#");
    String longText = "✘".repeat(10_000);
    assertThat(shown(longText, StandardCharsets.US_ASCII)).isEqualTo("FAILED".repeat(10_000));
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "its terminals are told otherwise")
  void aFailedClaimNeverLooksLikeOneThatHeld() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dscalebook.root=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            Both.class.getName());
    builder.environment().put("LC_ALL", "C");
    Process process = builder.redirectErrorStream(true).start();
    byte[] bytes = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isEqualTo(Lesson.FAILED);
    assertThat(new String(bytes, StandardCharsets.UTF_8).lines())
        .contains("? sigma?", "* a step ...", "ok this holds", "FAILED this does not");
  }
}

package scalebook.cloning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import scalebook.book.Book;
import scalebook.cloning.client.HttpCaller;

/** The playground as a reader uses it: a process, its standard input, and HTTP from outside. */
@Timeout(60)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class PlaygroundTest {
  private Process playground;
  private BufferedReader out;
  private int port;

  @BeforeEach
  void play() throws IOException {
    playground =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Book.class.getName(),
                "play",
                "1",
                "--workers",
                "3")
            .redirectErrorStream(true)
            .start();
    out = playground.inputReader();
    String ready = awaitLine("ready http://127.0.0.1:");
    port = Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
  }

  @AfterEach
  void end() {
    playground.destroyForcibly();
  }

  private String awaitLine(String part) throws IOException {
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(part)) {
        return line;
      }
    }
    throw new AssertionError("the playground ended without saying '" + part + "'");
  }

  private String type(String command, String answer) throws IOException {
    Writer in = playground.outputWriter();
    in.write(command + "\n");
    in.flush();
    return awaitLine(answer);
  }

  private int get() throws IOException {
    try (HttpCaller caller = new HttpCaller(port, 10_000)) {
      return caller.get("/").status();
    }
  }

  @Test
  void everyCommandDoesWhatItSaysWhileRequestsAreAnswered() throws Exception {
    assertThat(get()).isEqualTo(200);
    type("status", "slot 3");
    type("kill 2", "worker-2.1 killed");
    assertThat(get()).isEqualTo(200);
    type("pause 1", "worker-1.1 paused");
    for (int i = 0; i < 6; i++) {
      assertThat(get()).as("while a clone hangs").isEqualTo(200);
    }
    type("resume 1", "worker-1.1 resumed");
    type("restart", "restarted one by one");
    type("scale 5", "5 workers");
    type("status", "slot 5");
    type("policy least-connections", "policy least-connections");
    type("policy best", "there are round-robin");
    type("kill", "usage");
    type("fly", "no command 'fly'");
    new ProcessBuilder("kill", "-HUP", String.valueOf(playground.pid())).start().waitFor();
    awaitLine("restarted one by one");
    assertThat(get()).isEqualTo(200);
    playground.outputWriter().write("quit\n");
    playground.outputWriter().flush();
    assertThat(playground.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(playground.exitValue()).isZero();
  }

  @Test
  void endOfInputEndsIt() throws Exception {
    playground.getOutputStream().close();
    assertThat(playground.waitFor(15, TimeUnit.SECONDS)).isTrue();
    assertThat(playground.exitValue()).isZero();
  }
}

package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Home;
import scalebook.engines.process.Signals;
import scalebook.engines.process.Workspace;

/** Whatever way a program ends, its servers and children end with it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "sends POSIX signals")
class NothingIsLeftTest {
  private static final Duration GONE_BOUND = Duration.ofSeconds(5);
  private static final int RANDOM_MOMENTS = 10;
  private static final int LONGEST_MILLIS = 1_500;

  private final List<Process> victims = new ArrayList<>();

  @TempDir(cleanup = CleanupMode.NEVER)
  Path home;

  /** JUnit's own cleaning warns of links; ours deletes the links only. */
  @AfterEach
  void endVictimsAndDeleteHome() {
    victims.forEach(Process::destroyForcibly); // there are some when a test has failed
    Home.delete(home);
  }

  @BeforeAll
  static void unpackServers() {
    try (Lab lab = Lab.open()) {
      lab.mysql("warm");
      lab.redis("warm-cache");
    }
  }

  /** A cache folder of our own, so that we find our processes by its path. */
  @BeforeEach
  void linkUnpackedServers() throws IOException {
    try (Stream<Path> entries = Files.list(Home.ofUser().folder())) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.matches("(mariadb|redis-server|template)-[^u].*")) {
          Files.createSymbolicLink(home.resolve(name), entry);
        }
      }
    }
  }

  @Test
  void sigkillAtTenRandomMomentsLeavesNothing() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < RANDOM_MOMENTS; i++) {
      Process victim = start();
      boolean ended = victim.waitFor(random.nextInt(LONGEST_MILLIS), TimeUnit.MILLISECONDS);
      assertThat(ended).as("the victim ended by itself").isFalse();
      victim.destroyForcibly().waitFor();
      assertNothingIsLeft("SIGKILL, round " + i + ", -Dseed=" + seed);
    }
  }

  @Test
  void sigkillWithEverythingUpAndPausedLeavesNothing() throws Exception {
    Process victim = startAndAwaitReady();
    assertThat(ours()).as("two servers, two JVMs and the victim's own").hasSizeGreaterThan(4);
    victim.destroyForcibly().waitFor();
    assertNothingIsLeft("SIGKILL");
  }

  @Test
  void ctrlCAndSigtermLeaveNothingAndNoFolder() throws Exception {
    for (String signal : interruptIgnored() ? List.of("TERM") : List.of("INT", "TERM")) {
      Process victim = startAndAwaitReady();
      Signals.send(signal, victim.pid());
      assertThat(victim.waitFor(15, TimeUnit.SECONDS)).as("ends on SIG" + signal).isTrue();
      assertNothingIsLeft("SIG" + signal);
    }
  }

  /** What a shell starts in the background ignores Ctrl-C, and so does all that it starts. */
  private static boolean interruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .mapToLong(line -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).trim(), 16))
        .anyMatch(mask -> (mask & 1L << 1) != 0); // SIGINT is 2, the second bit
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName());
    builder.environment().put("SCALEBOOK_HOME", home.toString());
    builder.environment().put("SCALEBOOK_ENGINE", "auto");
    builder.redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("victim.err").toFile()));
    Process victim = builder.start();
    victims.add(victim);
    return victim;
  }

  private Process startAndAwaitReady() throws IOException {
    Process victim = start();
    BufferedReader lines = victim.inputReader();
    String line = lines.readLine();
    while (line != null && !line.equals("ready")) {
      line = lines.readLine();
    }
    assertThat(line).as(() -> "the victim's last word; " + errors()).isEqualTo("ready");
    return victim;
  }

  private String errors() {
    try {
      return Files.readString(home.resolve("victim.err"));
    } catch (IOException none) {
      return "";
    }
  }

  private List<String> ours() {
    return ProcessHandle.allProcesses()
        .map(p -> p.pid() + " " + p.info().commandLine().orElse(""))
        .filter(line -> line.contains(home.toString()))
        .toList();
  }

  private void assertNothingIsLeft(String after) throws IOException {
    await("after " + after + " no process is left")
        .atMost(GONE_BOUND)
        .untilAsserted(() -> assertThat(ours()).isEmpty());
    Workspace.open(new Home(home)).close(); // the next start sweeps
    try (Stream<Path> left = Files.list(home.resolve("runs"))) {
      assertThat(left).as("folders left after " + after).isEmpty();
    }
  }
}

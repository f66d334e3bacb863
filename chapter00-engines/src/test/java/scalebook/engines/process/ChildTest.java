package scalebook.engines.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.http.Answer;
import scalebook.engines.http.Service;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "its programs are POSIX shells")
class ChildTest {
  @TempDir Path folder;

  private Child shell(String script) {
    return Child.program("shell", folder.resolve("log"), List.of("/bin/sh", "-c", script));
  }

  @Test
  void aDeadChildLeavesItsLastWordsAndItsExitStatus() throws Exception {
    Child child = shell("echo last words; exit 7");
    assertThat(child.exit().get(5, TimeUnit.SECONDS)).isEqualTo(7);
    assertThat(child.logTail(3)).containsExactly("last words");
  }

  @Test
  void stopIsPoliteFirst() {
    Child child = shell("trap 'echo goodbye; exit 0' TERM; echo up; while :; do sleep 0.05; done");
    org.awaitility.Awaitility.await().until(() -> child.logTail(1).contains("up"));
    child.stop(Duration.ofSeconds(5));
    assertThat(child.logTail(1)).containsExactly("goodbye");
  }

  @Test
  void stopIsByForceWhenPolitenessDoesNotHelp() {
    Child child = shell("trap '' TERM; echo up; while :; do sleep 0.05; done");
    org.awaitility.Awaitility.await().until(() -> child.logTail(1).contains("up"));
    child.stop(Duration.ofMillis(200));
    assertThat(child.alive()).isFalse();
  }

  /** Says one word, and ends. */
  static final class Brief {
    public static void main(String[] args) {
      System.out.println("hello");
      System.err.println("last words");
    }
  }

  @Test
  void aDeadChildEndsTheWaitForItsWord() throws Exception {
    Said said = new Said();
    Path log = folder.resolve("log");
    Child child = Child.jvm("brief", log, Child.small(32), Brief.class, List.of(), said);
    assertThat(said.next(child)).isEqualTo("hello");
    assertThatThrownBy(() -> said.next(child))
        .hasMessageContaining("brief ended")
        .hasMessageContaining("last words");
  }

  /** Whoever is told the end counts what it said: a slow reader must not come after it. */
  @Test
  void aDeadChildsWordsAreHeardBeforeItsExit() throws Exception {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    Child child =
        Child.jvm(
            "brief",
            folder.resolve("log"),
            Child.small(32),
            Brief.class,
            List.of(),
            line -> {
              LockSupport.parkNanos(500_000_000);
              heard.add(line);
            });
    assertThat(child.exit().get(20, TimeUnit.SECONDS)).isZero();
    assertThat(heard).containsExactly("hello");
  }

  /** What {@link Told} must know. */
  record Settings(String name, List<Integer> ports, String secret) {}

  /** Says what it was told. */
  static final class Told {
    public static void main(String[] args) throws InterruptedException {
      BlockingQueue<String> heard = new LinkedBlockingQueue<>();
      System.out.println(Lifeline.attach(Settings.class, heard::add));
      System.out.println("heard " + heard.take());
    }
  }

  @Test
  void settingsArriveByNameAndLinesAfterThem() throws Exception {
    Said said = new Said();
    Settings settings = new Settings("a \"b\"\n", List.of(1, 2), "s3cret");
    try (Child child =
        Child.jvm("told", folder.resolve("log"), Child.small(32), Told.class, settings, said)) {
      assertThat(said.next(child) + "\n" + said.next(child)).isEqualTo(settings.toString());
      child.send("hello");
      assertThat(said.next(child)).isEqualTo("heard hello");
      assertThat(ProcessHandle.of(child.pid()).flatMap(p -> p.info().commandLine()).orElse(""))
          .doesNotContain("s3cret");
    }
  }

  /** A child as the chapters have them. */
  static final class Serving {
    public static void main(String[] args) {
      Settings settings = Lifeline.attach(Settings.class, line -> {});
      Service.on(0, settings.name(), 1).route("/", call -> Answer.ok("")).start();
      System.out.println("ready");
    }
  }

  /** They are eight hundred classes more, which double the time of a start. */
  @Test
  void aChildStartsWithoutDataBindingAndWithoutALogger() throws Exception {
    Path classes = folder.resolve("classes");
    List<String> options = List.of("-Xlog:class+load:file=" + classes);
    Settings settings = new Settings("serving", List.of(1), "");
    Said said = new Said();
    try (Child child =
        Child.jvm("serving", folder.resolve("log"), options, Serving.class, settings, said)) {
      assertThat(said.next(child)).isEqualTo("ready");
    }
    assertThat(classes)
        .content()
        .contains(Service.class.getName())
        .doesNotContain("com.fasterxml.jackson.databind.", "org.slf4j.");
  }

  @Test
  void aProgramThatIsNotThereIsSaidInOneLine() {
    assertThatThrownBy(
            () ->
                Child.jvm(
                    "x",
                    folder.resolve("no/such/folder/log"),
                    List.of(),
                    Object.class,
                    List.of(),
                    line -> {}))
        .isInstanceOf(Missing.class)
        .hasMessageContaining("cannot start");
  }
}

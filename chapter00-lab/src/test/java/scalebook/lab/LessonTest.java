package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.engines.process.Missing;
import scalebook.engines.process.Tasks;
import scalebook.lab.story.Story;

class LessonTest {
  /** Does what its test says. */
  @Command(name = "told", description = "for a test")
  private static final class Told extends Lesson {
    private final Step step;

    interface Step {
      void tell(Story story) throws Exception;
    }

    Told(Step step) {
      this.step = step;
    }

    @Override
    protected void tell(Story story) throws Exception {
      step.tell(story);
    }
  }

  private static int execute(Told.Step step, String... args) {
    return Lesson.execute(new Told(step), args);
  }

  @Test
  void theExitCodeTellsHowItWent() {
    assertThat(execute(story -> story.claim("holds", true))).isZero();
    assertThat(execute(story -> story.claim("fails", false))).isEqualTo(1);
    assertThat(execute(story -> {})).as("a lesson without a claim").isEqualTo(1);
    assertThat(execute(story -> story.claim("holds", true), "--no-such-option")).isEqualTo(2);
    assertThat(
            execute(
                story -> {
                  throw new Missing("no database: install one");
                }))
        .isEqualTo(3);
    assertThat(
            execute(
                story -> {
                  throw new IllegalStateException("a bug, in a test");
                }))
        .isEqualTo(1);
  }

  /** Has one size. */
  @Command(name = "sized", description = "for a test")
  private static final class Sized extends Lesson {
    @Option(names = "--users", description = "users (default: ${DEFAULT-VALUE})")
    private Size users = size(600, 160);

    private int seen;

    @Override
    protected void tell(Story story) {
      seen = users.get();
      story.claim("holds", true);
    }

    static int run(String... args) {
      Sized lesson = new Sized();
      assertThat(execute(lesson, args)).isZero();
      return lesson.seen;
    }
  }

  @Test
  void aSizeIsAsGivenOrByTheKindOfRun() {
    assertThat(Sized.run()).isEqualTo(600);
    assertThat(Sized.run("--quick")).isEqualTo(160);
    assertThat(Sized.run("--quick", "--users", "7")).isEqualTo(7);
    for (String wrong : List.of("0", "-1", "x", "99999999999")) {
      assertThat(Lesson.execute(new Sized(), "--users", wrong)).as(wrong).isEqualTo(2);
    }
    assertThat(new CommandLine(new Sized()).getUsageMessage())
        .contains("users (default: 600, quick 160)");
  }

  @Test
  void anUnknownEngineIsWrongUsage() {
    assertThat(execute(story -> story.claim("holds", true), "--engine", "oracle")).isEqualTo(2);
    assertThat(execute(story -> story.claim("holds", true), "--engine", "embedded")).isZero();
  }

  @Test
  void aLessonThatTakesLongerThanItMayIsStopped() {
    assertThat(execute(story -> new CountDownLatch(1).await(), "--limit", "1")).isEqualTo(1);
  }

  @Test
  void aLimitOfNothingIsWrongUsage() {
    assertThat(execute(story -> story.claim("holds", true), "--limit", "0")).isEqualTo(2);
    assertThat(execute(story -> story.claim("holds", true), "--limit", "-1")).isEqualTo(2);
  }

  @Test
  void aStuckLessonIsInterrupted() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(1);
    Thread stuck =
        Tasks.daemon(
            "stuck",
            () -> {
              try (Watchdog watchdog =
                  Watchdog.over(Thread.currentThread(), Duration.ofMillis(100), "0.0")) {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.set(true);
              }
              done.countDown();
            });
    stuck.start();
    done.await();
    assertThat(interrupted).isTrue();
  }

  /** Two claims that each need something, one about the broken way. */
  @Command(name = "carried", description = "for a test")
  @Without(name = "lease", what = "a lease per key", falls = Carried.ONE)
  @Without(
      name = "wait",
      what = "callers wait for the load",
      falls = {Carried.ONE, Carried.NOBODY})
  @Without(name = "ornament", what = "does nothing", falls = Carried.NOBODY)
  @Without(name = "wheel", what = "a claim that is never made", falls = "it turns")
  private static final class Carried extends Lesson {
    static final String ONE = "one caller loads";
    static final String NOBODY = "nobody fails";

    @Override
    protected void tell(Story story) {
      story.control("without protection all load", true);
      story.claim(ONE, with("lease") && with("wait"));
      story.claim(NOBODY, with("wait"));
    }
  }

  private String said(Lesson lesson, int exit, String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(Lesson.execute(lesson, args)).as(bytes.toString()).isEqualTo(exit);
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void withoutAMechanismExactlyThePredictedClaimsMustFall() {
    assertThat(said(new Carried(), 0))
        .contains("✔ one caller loads\n", "3 of 3 claims held · ", "now --without lease");
    assertThat(said(new Carried(), 0, "--without", "lease"))
        .contains(
            "− without lease: a lease per key",
            "✘ one caller loads (without lease, as predicted)",
            "✔ nobody fails\n",
            "1 of 3 claims fell without lease, as predicted");
    assertThat(said(new Carried(), 0, "--without", "wait")).contains("2 of 3 claims fell");
  }

  @Test
  void aClaimThatSurvivesItsReasonIsWrong() {
    assertThat(said(new Carried(), 1, "--without", "ornament"))
        .contains("✔ nobody fails (still holds without ornament: why?)", "not as predicted");
    assertThat(said(new Carried(), 1, "--without", "wheel"))
        .as("its claim was never made")
        .contains("0 of 3 claims fell");
  }

  /** Takes more away than it says. */
  @Command(name = "careless", description = "for a test")
  @Without(name = "lease", what = "a lease per key", falls = "one caller loads")
  private static final class Careless extends Lesson {
    @Override
    protected void tell(Story story) {
      story.claim("one caller loads", with("lease"));
      story.claim("the database is up", with("lease"));
    }
  }

  @Test
  void aClaimThatFallsUnpredictedIsWrong() {
    assertThat(said(new Careless(), 1, "--without", "lease"))
        .contains("✘ the database is up (without lease, and nobody predicted it)");
  }

  @Test
  void helpListsWhatCanBeTakenAwayAndOnlyThatIsTaken() {
    assertThat(said(new Carried(), 0, "--help"))
        .contains("  wait: callers wait for the load", "    ✘ one caller loads");
    assertThat(Lesson.execute(new Carried(), "--without", "brakes")).isEqualTo(2);
    assertThat(said(new Carried(), 0, "--quiet")).isEmpty();
  }

  @Test
  void theReportSaysWhatEachClaimRestsOn(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.json");
    assertThat(Lesson.execute(new Carried(), "--without", "lease", "--json", "" + file)).isZero();
    JsonNode report = new ObjectMapper().readTree(file.toFile());
    assertThat(report.get("without").asText()).isEqualTo("lease");
    assertThat(report.at("/claims/0").toString())
        .contains("\"control\":true", "\"carriedBy\":[]", "\"expected\":true");
    assertThat(report.at("/claims/1").toString())
        .contains("\"held\":false", "[\"lease\",\"wait\"]", "\"expected\":true");
  }

  @Test
  void eventsAreShownOnlyWhenAskedFor() {
    Told.Step told =
        story -> {
          story.event("worker-1", "died");
          story.note("a result");
          story.claim("holds", true);
        };
    assertThat(said(new Told(told), 0)).contains("a result").doesNotContain("died");
    assertThat(said(new Told(told), 0, "--verbose")).contains("worker-1    died");
  }
}

package scalebook.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
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
}

package scalebook.tour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scalebook.engines.process.Platform;
import scalebook.engines.process.Signals;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.exercise.Exercise;

/** Of exercises that no chapter has: each check ends with a verdict that says so. */
class ChecksTest {
  private static final Duration BOUND = Duration.ofSeconds(60);
  private static final long LOOKS_MILLIS = 1_200;
  private static final String EMPTY = "";

  @TempDir private Path folder;
  private final Board board = new Board();
  private final Lane lane = new Lane(board);
  private final Checks checks = new Checks(board, lane);

  @BeforeEach
  void aBuildOfAllChapters() {
    assumeTrue(Running.possible(), "needs all chapters: mvn verify");
  }

  @AfterEach
  void end() throws InterruptedException {
    lane.close();
    checks.close();
  }

  private record Many(Path at, int count) implements Chapter {
    @Override
    public int number() {
      return 9;
    }

    @Override
    public String title() {
      return EMPTY;
    }

    @Override
    public String idea() {
      return EMPTY;
    }

    @Override
    public List<Supplier<Lesson>> lessons() {
      return List.of();
    }

    @Override
    public String folder() {
      return at.toAbsolutePath().toString();
    }

    @Override
    public List<Exercise> exercises() {
      return IntStream.rangeClosed(1, count)
          .mapToObj(n -> new Exercise("9." + n, "E" + n, EMPTY, List.of(), EMPTY, Optional.empty()))
          .toList();
    }

    Path file(int number) {
      return at.resolve("src/exercise/java/scalebook/tour/exercise/E%d.java".formatted(number));
    }

    Many saved() throws IOException {
      Files.createDirectories(file(1).getParent());
      for (int n = 1; n <= count; n++) {
        Files.writeString(file(n), EMPTY);
      }
      return this;
    }
  }

  /** Runs until it is told to stop. */
  private static final class Held implements Lane.Turn {
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public String title() {
      return "held";
    }

    @Override
    public void run() throws InterruptedException {
      over.await();
    }

    @Override
    public void stop() {
      over.countDown();
    }
  }

  private void await(Predicate<JsonNode> state) {
    assertTimeoutPreemptively(
        BOUND,
        () -> {
          while (!state.test(board.now())) {
            Thread.sleep(20);
          }
        });
  }

  @Test
  void whereTooManyWaitTheOthersAreCheckedLater() throws IOException, InterruptedException {
    Held held = new Held();
    lane.add(held);
    checks.watch(new Many(folder, 30).saved());
    await(now -> now.path("queue").size() > 20);
    Thread.sleep(LOOKS_MILLIS); // which find it full
    held.stop();
    await(now -> now.path("exercises").size() == 30);
  }

  @Test
  void theEndComesWhileACheckWaits() throws IOException, InterruptedException {
    lane.add(new Held());
    checks.watch(new Many(folder, 1).saved());
    await(now -> now.path("queue").size() == 2);
    lane.close();
  }

  @Test
  void aProcessThatDiedHoldsNobodyUpAndASaveDuringACheckIsChecked()
      throws IOException, InterruptedException {
    assumeTrue(!Platform.windows(), "stops a process");
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    Many chapter = new Many(folder, 1).saved();
    checks.watch(chapter);
    await(now -> message(now).contains("there is no exercise 9.1"));
    ProcessHandle checker =
        ProcessHandle.current()
            .children()
            .filter(one -> !before.contains(one))
            .findFirst()
            .orElseThrow();
    Signals.send("STOP", checker.pid());
    save(chapter, 1);
    await(now -> now.path("queue").size() == 1);
    save(chapter, 2);
    Thread.sleep(LOOKS_MILLIS); // which find it
    checker.destroyForcibly();
    await(now -> message(now).contains("its process ended"));
    await(now -> message(now).contains("there is no exercise 9.1"));
  }

  private static String message(JsonNode now) {
    return now.path("exercises").path("9.1").path("message").asText();
  }

  private static void save(Many chapter, int seconds) throws IOException {
    Files.setLastModifiedTime(
        chapter.file(1), FileTime.fromMillis(System.currentTimeMillis() + seconds * 1_000L));
  }

  @Test
  void whatAnExercisePrintsIsNoVerdict() {
    assertThat(CheckMain.verdict("1.1", "verdict 1.1 {\"state\":\"GREEN\"}"))
        .contains("{\"state\":\"GREEN\"}");
    assertThat(List.of("{a=1}", "{}", "verdict 1.10 {}", "verdict 1.2 {}", "1.1"))
        .allMatch(line -> CheckMain.verdict("1.1", line).isEmpty());
  }

  @Test
  void whatALessonPrintsBesidesIsText() {
    for (String line : List.of("null", "", "42", "{", "{}", "[]", "text")) {
      assertThat(LessonRun.entry(line).path("type").asText()).as(line).isEqualTo("text");
    }
    assertThat(LessonRun.entry("{\"type\":\"step\"}").path("type").asText()).isEqualTo("step");
  }
}

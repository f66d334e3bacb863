package scalebook.book.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import scalebook.book.Book;
import scalebook.book.Glossary;
import scalebook.book.Links;
import scalebook.book.Proof;
import scalebook.book.exercise.AuthorsCheck;
import scalebook.book.exercise.ExerciseText;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;
import scalebook.lab.Mine;

/** What every chapter must keep: lessons that hold, exercises that teach, a README that is true. */
public abstract class ChapterTests {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern COMMAND =
      Pattern.compile("\\./book ([a-z0-9.-]+)((?: --[a-z][a-z-]*)*)");

  private static final Pattern WITHOUT =
      Pattern.compile("\\./book ([a-z0-9.-]+)[^`\n]* --without ([a-z0-9-]+)");
  private static final Pattern RECORDED =
      Pattern.compile(
          "<!-- ((?:record|without): .*?|exercises) -->.*?<!-- end -->", Pattern.DOTALL);
  private static final Pattern BENCHMARK = Pattern.compile("\\b[A-Z]\\w*Benchmark\\b");
  private static final int MOST_LINES = 250; // of a chapter with six lessons
  private static final int LINES_A_LESSON = 45; // of each one more

  private final Chapter chapter;

  protected ChapterTests(Chapter chapter) {
    this.chapter = chapter;
  }

  /** Also asks the README whether it shows what the lesson now claims. */
  @TestFactory
  Stream<DynamicTest> everyLessonHoldsInItsQuickRun() {
    return each(lessons(), this::holds);
  }

  private interface Check {
    void of(Lesson lesson) throws IOException;
  }

  private static Stream<DynamicTest> each(Stream<Lesson> lessons, Check check) {
    return lessons.map(
        lesson ->
            DynamicTest.dynamicTest(
                lesson.number() + " " + lesson.command(), () -> check.of(lesson)));
  }

  private void holds(Lesson lesson) throws IOException {
    Runs.fetchGuests(lesson);
    Proof run = Proof.of(lesson, "", "--quick");
    assertThat(run.asPredicted()).as("every claim of %s holds", run).isTrue();
    String readme = readme();
    assertThat(readme)
        .as("README records the lesson")
        .contains("<!-- record: ./book " + lesson.command());
    run.texts(claim -> true)
        .forEach(text -> assertThat(readme).as("README shows the claim").contains("✔ " + text));
    assertThat(run.texts(text -> text.text().split("\\s+").length > Words.CLAIM))
        .as("claims of more than %d words", Words.CLAIM)
        .isEmpty();
    assertThat(run.texts(claim -> !claim.supported()))
        .as("claims that are neither a control nor carried by a mechanism, or both")
        .isEmpty();
  }

  /**
   * A claim that holds without its reason proves nothing: one mechanism of each lesson, another one
   * each time ({@code -Dscalebook.proofs=1}: of one lesson; {@code ./book proofs}: all).
   */
  @TestFactory
  Stream<DynamicTest> aMechanismIsMissedWhenItIsAway() {
    return Runs.without(lessons().filter(lesson -> !lesson.mechanisms().all().isEmpty()));
  }

  /** Our solutions, as the reader's own: compiled on the spot, in the place of our mechanisms. */
  @TestFactory
  Stream<DynamicTest> everyLessonHoldsWithTheReadersRightClasses() {
    return each(
        lessons().filter(l -> l.getClass().getAnnotationsByType(Mine.class).length > 0),
        Runs::holdsWithSolutions);
  }

  @TestFactory
  Stream<DynamicContainer> everyExerciseTeaches() {
    return AuthorsCheck.of(chapter);
  }

  @Test
  void theReadmeShowsTheExercisesAsTheyAre() throws IOException {
    if (!chapter.exercises().isEmpty()) {
      assertThat(readme())
          .as("README, of which ./book record %d exercises writes this part", chapter.number())
          .contains(ExerciseText.of(chapter, Path.of("")));
    }
  }

  @Test
  void everyLinkOfTheReadmeResolves() throws IOException {
    Matcher link = LINK.matcher(readme());
    while (link.find()) {
      assertThat(Path.of(link.group(1))).as("a link of the README").exists();
    }
  }

  /** A lesson and an option that the README names are there. */
  @Test
  void everyCommandOfTheReadmeExists() throws IOException {
    Matcher command = COMMAND.matcher(readme());
    while (command.find()) {
      String name = command.group(1);
      lessons()
          .filter(l -> l.command().equals(name) || l.number().equals(name))
          .findFirst()
          .ifPresentOrElse(
              lesson -> knows(new CommandLine(lesson), command.group(2)),
              () ->
                  assertThat(name)
                      .as("a command of the README")
                      .isIn(
                          "list", "find", "all", "play", "torment", "check", "hint", "doctor",
                          "warm", "reset", "bench", "versus", "proofs")
                      .as("which is no lesson"));
    }
  }

  @Test
  void everyMechanismThatTheReadmeTakesAwayExists() throws IOException {
    Matcher command = WITHOUT.matcher(readme());
    while (command.find()) {
      assertThat(
              lessons()
                  .filter(l -> List.of(l.command(), l.number()).contains(command.group(1)))
                  .flatMap(l -> l.mechanisms().names().stream()))
          .as("what %s can do without", command.group())
          .contains(command.group(2));
    }
  }

  @Test
  void everyBenchmarkIsRecordedInTheReadme() throws IOException {
    Path list = Path.of("target/test-classes/META-INF/BenchmarkList");
    if (Files.exists(list)) {
      Matcher benchmark = BENCHMARK.matcher(Files.readString(list));
      while (benchmark.find()) {
        assertThat(readme())
            .as("./book record %d bench", chapter.number())
            .contains(benchmark.group());
      }
    }
  }

  @Test
  void listAndHintRun() {
    assertThat(Book.execute("list")).isZero();
    for (String which : new String[] {"1", "2", "3"}) {
      assertThat(Book.execute("hint", chapter.number() + ".1", "--more", which)).isZero();
    }
  }

  /** Packages, their arrows, and sizes: CONTRIBUTING.md says how a chapter is laid out. */
  @TestFactory
  Stream<DynamicTest> theHouseIsInOrder() {
    return Stream.concat(HouseRules.of(chapter), Sizes.of(Path.of("")));
  }

  /** Concept, run, meaning, counter-proof, production; CONTRIBUTING.md shows it. */
  @TestFactory
  Stream<DynamicTest> everySectionHasItsShape() {
    return each(
        lessons(),
        lesson ->
            assertThat(
                    Words.section(
                        readme(),
                        lesson.number(),
                        lesson.command(),
                        !lesson.mechanisms().all().isEmpty()))
                .isEmpty());
  }

  @Test
  void everyTermIsLinkedAtItsFirstUse() throws IOException {
    assertThat(Terms.unlinked(readme(), Glossary.in(Path.of("..")))).isEmpty();
  }

  /** In one click, or with {@code ./book 1.1 --read}. */
  @TestFactory
  Stream<DynamicTest> everyLessonLeadsToItsCode() {
    return each(
        lessons(),
        lesson ->
            assertThat(Links.in(readme(), lesson, Path.of("..")).equals(readme()))
                .as("its line of links is there: ./book record %d links", chapter.number())
                .isTrue());
  }

  private static void knows(CommandLine lesson, String options) {
    Stream.of(options.trim().split(" "))
        .filter(option -> option.startsWith("--"))
        .forEach(
            option ->
                assertThat(lesson.getCommandSpec().optionsMap())
                    .as("options of %s", lesson.getCommandName())
                    .containsKey(option));
  }

  /** Recorded output aside: it is as long as it is. */
  @Test
  void theReadmeIsShortEnoughToRead() throws IOException {
    String written = RECORDED.matcher(readme()).replaceAll("");
    long more = Math.max(0, lessons().count() - 6);
    assertThat(written.lines().count())
        .as("lines of the README")
        .isLessThanOrEqualTo(MOST_LINES + more * LINES_A_LESSON);
  }

  private Stream<Lesson> lessons() {
    return chapter.lessons().stream().map(Supplier::get);
  }

  private static String readme() throws IOException {
    return Files.readString(Path.of("README.md"));
  }
}

package scalebook.book.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import scalebook.engines.process.Home;
import scalebook.lab.Chapter;
import scalebook.lab.Project;
import scalebook.lab.exercise.Exercise;

/**
 * Checks an exercise itself: its text is whole, the stub not started, the solution green, each
 * wrong answer red.
 *
 * <p>By name, for an exercise {@code X} in package {@code p.exercise}: {@code X.md} beside {@code
 * X.java}, {@code XExerciseTest}, and {@code XWrongAnswers}, whose nested contracts are the wrong
 * ones.
 */
public final class AuthorsCheck {
  private static final int FEWEST_WRONG_ANSWERS = 6;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  private AuthorsCheck() {}

  public static Stream<DynamicContainer> of(Chapter chapter) {
    return chapter.exercises().stream()
        .map(
            exercise ->
                DynamicContainer.dynamicContainer(
                    exercise.number() + " " + exercise.name(), of(chapter, exercise)));
  }

  private static Stream<DynamicTest> of(Chapter chapter, Exercise exercise) {
    String name = chapter.getClass().getPackageName() + ".exercise." + exercise.name();
    List<Class<?>> wrong =
        Stream.<Class<?>>of(type(name + "WrongAnswers").getDeclaredClasses())
            .filter(Contract.class::isAssignableFrom)
            .toList();
    Class<?> tests = type(name + "ExerciseTest");
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest("its text is whole", () -> text(chapter, exercise)),
            DynamicTest.dynamicTest("its stub is kept", () -> kept(chapter, exercise)),
            DynamicTest.dynamicTest(
                "there are wrong answers",
                () -> assertThat(wrong).hasSizeGreaterThanOrEqualTo(FEWEST_WRONG_ANSWERS)),
            DynamicTest.dynamicTest(
                "the solution is green", () -> is(Verdict.State.GREEN, tests, Room.SOLUTION)),
            DynamicTest.dynamicTest("the stub is not started", () -> stub(tests))),
        wrong.stream()
            .map(
                type ->
                    DynamicTest.dynamicTest(
                        type.getSimpleName() + " is rejected",
                        () -> is(Verdict.State.RED, type, Room.EXERCISE))));
  }

  private static void is(Verdict.State state, Class<?> tests, Room room) {
    assertThat(Verdict.of(tests, room)).matches(v -> v.state() == state, state.name());
  }

  /** It stands beside its stub, has its chapter's next number, and its links lead somewhere. */
  private static void text(Chapter chapter, Exercise exercise) throws IOException {
    Checker files = new Checker(Project.root());
    Path text = files.text(chapter, exercise);
    assertThat(files.source(chapter, exercise)).as("the stub, beside its text").exists();
    int place = chapter.exercises().indexOf(exercise) + 1;
    assertThat(exercise.number()).isEqualTo(chapter.number() + "." + place);
    Matcher link = LINK.matcher(Files.readString(text));
    while (link.find()) {
      assertThat(text.resolveSibling(link.group(1))).as("a link of %s", text).exists();
    }
  }

  /** For {@code ./book reset}. In a reader's clone the stub itself may be in any state. */
  private static void kept(Chapter chapter, Exercise exercise) throws IOException {
    Stubs stubs = new Stubs(Project.root(), chapter);
    String kept = stubs.read().getOrDefault(exercise.name(), "");
    String how = "./book record %d exercises keeps it".formatted(chapter.number());
    assertThat(kept).as(how).contains("new Todo(");
    if (Home.environment("CI").isPresent()) {
      assertThat(kept).as(how).isEqualTo(stubs.now().get(exercise.name()));
    }
  }

  /**
   * In a reader's clone the stub may be in any state; only where CI builds must it be untouched.
   */
  private static void stub(Class<?> tests) {
    Verdict verdict = Verdict.of(tests);
    if (Home.environment("CI").isPresent()) {
      assertThat(verdict.failures()).isEmpty();
      assertThat(verdict.passed()).as("tests that pass on the stub").isZero();
      assertThat(verdict.skipped()).as("tests that meet a Todo").isPositive();
    }
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError("an exercise needs " + name, e);
    }
  }
}

package scalebook.book.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import scalebook.engines.process.Home;
import scalebook.lab.Chapter;

/**
 * Checks an exercise itself: the stub is not started, the solution green, each wrong answer red.
 *
 * <p>By name, for an exercise {@code X} in package {@code p.exercise}: {@code XExerciseTest},
 * {@code XSolutionTest}, and {@code XWrongAnswers}, whose nested classes are the wrong ones.
 */
public final class AuthorsCheck {
  private static final int FEWEST_WRONG_ANSWERS = 2;

  private AuthorsCheck() {}

  public static Stream<DynamicContainer> of(Chapter chapter) {
    String room = chapter.getClass().getPackageName() + ".exercise.";
    return chapter.exercises().stream()
        .map(
            e ->
                DynamicContainer.dynamicContainer(
                    e.number() + " " + e.name(), of(room + e.name())));
  }

  private static Stream<DynamicTest> of(String name) {
    List<Class<?>> wrong =
        Stream.<Class<?>>of(type(name + "WrongAnswers").getDeclaredClasses())
            .filter(nested -> nested.isAnnotationPresent(Contract.class))
            .toList();
    DynamicTest enough =
        DynamicTest.dynamicTest(
            "there are wrong answers",
            () -> assertThat(wrong).hasSizeGreaterThanOrEqualTo(FEWEST_WRONG_ANSWERS));
    DynamicTest solution =
        DynamicTest.dynamicTest(
            "the solution is green",
            () ->
                assertThat(Verdict.of(type(name + "SolutionTest")))
                    .matches(v -> v.state() == Verdict.State.GREEN, "green"));
    DynamicTest stub =
        DynamicTest.dynamicTest("the stub is not started", () -> stub(type(name + "ExerciseTest")));
    Stream<DynamicTest> rejected =
        wrong.stream()
            .map(
                type ->
                    DynamicTest.dynamicTest(
                        type.getSimpleName() + " is rejected",
                        () ->
                            assertThat(Verdict.of(type))
                                .matches(v -> v.state() == Verdict.State.RED, "red")));
    return Stream.concat(Stream.of(enough, solution, stub), rejected);
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

package scalebook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import scalebook.book.Facilitator;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;

/** WORKSHOP.md's plans add up, its commands exist, and the facilitator's page is as generated. */
class WorkshopTest {
  private static final Path ROOT = Path.of("..");

  /**
   * {@code ## Half a day, 240 minutes: …}, and its rows {@code | 0:10 | 25 | what | commands |}.
   */
  private static final Pattern PLAN =
      Pattern.compile("(?ms)^## ([^,\\n]*), (\\d+) minutes.*?\\n(.*?)(?=^## |\\z)");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\d+):(\\d\\d) \\| (\\d+) \\| .* \\| .*\\|$");
  private static final Pattern COMMAND = Pattern.compile("`\\./book ([a-z0-9.-]+)([^`]*)`");
  private static final Pattern OPTION = Pattern.compile("--[a-z-]+");

  private static String text(String file) throws IOException {
    return Files.readString(ROOT.resolve(file));
  }

  @TestFactory
  Stream<DynamicTest> everyPlanAddsUp() throws IOException {
    List<MatchResult> plans = PLAN.matcher(text("WORKSHOP.md")).results().toList();
    assertThat(plans).hasSize(3);
    return plans.stream().map(plan -> DynamicTest.dynamicTest(plan.group(1), () -> addsUp(plan)));
  }

  private static void addsUp(MatchResult plan) {
    List<MatchResult> rows = ROW.matcher(plan.group(3)).results().toList();
    int begin = minute(rows.get(0));
    int at = begin;
    for (MatchResult row : rows) {
      assertThat(minute(row)).as("the begin of %s", row.group()).isEqualTo(at);
      at += Integer.parseInt(row.group(3));
    }
    assertThat(at - begin).as("all rows").isEqualTo(Integer.parseInt(plan.group(2)));
  }

  private static int minute(MatchResult row) {
    return 60 * Integer.parseInt(row.group(1)) + Integer.parseInt(row.group(2));
  }

  /** A lesson with its options, and a mechanism that it can do without. */
  @Test
  void everyLessonOfAPlanIsThere() throws IOException {
    for (MatchResult command : COMMAND.matcher(text("WORKSHOP.md")).results().toList()) {
      Optional<Lesson> lesson =
          Chapter.allLessons()
              .filter(l -> List.of(l.number(), l.command()).contains(command.group(1)))
              .findFirst();
      assertThat(lesson.isPresent() || command.group(1).matches("[a-z]+"))
          .as(command.group())
          .isTrue();
      if (lesson.isPresent()) {
        assertThat(new CommandLine(lesson.get()).getCommandSpec().optionsMap())
            .as(command.group())
            .containsKeys(
                OPTION
                    .matcher(command.group(2))
                    .results()
                    .map(MatchResult::group)
                    .toArray(String[]::new));
        Pattern.compile("--without (\\S+)")
            .matcher(command.group(2))
            .results()
            .forEach(w -> assertThat(lesson.get().mechanisms().names()).contains(w.group(1)));
      }
    }
  }

  @Test
  void theFacilitatorsPageIsAsTheLessonsSay() throws IOException {
    String page = text("FACILITATOR.md");
    assertThat(page).as("./book record 0").isEqualTo(Facilitator.in(page, ROOT));
    assertThat(Chapter.allLessons().map(Lesson::number))
        .allSatisfy(number -> assertThat(page).contains("| [" + number + "]("));
  }
}

package scalebook.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scalebook.book.Book;
import scalebook.lab.Chapter;
import scalebook.lab.Lesson;

/** From a word to its lessons, over the whole book. */
class FindTest {
  private static final int SCREEN = 24;

  private static String said(String... args) {
    PrintStream out = System.out;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    try {
      assertThat(Book.execute(args)).as(String.join(" ", args)).isZero();
    } finally {
      System.setOut(out);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void everyLessonIsFoundByItsNameAndNumber() {
    assertThat(Chapter.allLessons())
        .allSatisfy(
            lesson -> {
              assertThat(said("find", lesson.command())).contains("  " + lesson.number() + "  ");
              assertThat(said("find", lesson.number()).lines())
                  .filteredOn(line -> line.matches("  [1-7]\\.\\d+  [a-z].*"))
                  .singleElement()
                  .asString()
                  .contains(lesson.command());
            });
  }

  @ParameterizedTest
  @CsvSource({
    "sticky, sticky-cookie, sticky session, StickyRouter",
    "CAP, 4.6, CAP:, consistency or availability",
    "rebalance, rebalance, 5.6, exercise 5.4",
    "LEASE, failover, fencing token, LeaseRegistry"
  })
  void aWordOfTheFieldIsFoundOnAScreen(String word, String first, String second, String third) {
    String said = said("find", word);
    assertThat(said).contains(first, second, third);
    assertThat(said.lines().count()).isLessThanOrEqualTo(SCREEN);
  }

  @ParameterizedTest
  @CsvSource({
    "lease, '3.3,3.4,4.5,4.6,5.4,6.2'",
    "linearizable, '4.5,4.6,5.6'",
    "heartbeat, '4.2,6.2'",
    "idempotent, '1.2,1.5,6.6,7.4'"
  })
  void aLessonIsFoundByItsClaimsItsTableAndItsTerms(String word, String numbers) {
    String said = said("find", word);
    assertThat(numbers.split(",")).allMatch(number -> said.contains("  " + number + "  "));
  }

  @Test
  void theListShowsEachChaptersAxis() {
    assertThat(said("list"))
        .contains("1 Cloning (x-axis: cloning): ", "4 Replication (x-axis: cloning): ")
        .contains("5 Partitioning (z-axis: partitioning): ")
        .contains("6 Microservices (y-axis: functions): ", "7 Transactions (y-axis: functions): ");
    assertThat(Chapter.allLessons().map(Lesson::number)).allMatch(said("list")::contains);
  }

  @Test
  void aChaptersNumberListsItAlone() {
    String four = said("4");
    assertThat(four).startsWith("4 Replication ").contains("  4.9  raid ", "  exercise 4.1 ");
    assertThat(four).doesNotContain("  3.9  ", "  5.1  ").isEqualTo(said("list", "4"));
  }
}

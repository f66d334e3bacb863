package scalebook.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.lab.history.Operation.Action;
import scalebook.lab.history.Operation.Outcome;

class AppendsTest {
  private int ids;

  private Operation append(String value, Outcome outcome, long from, long to) {
    return operation(Action.APPEND, value, List.of(), outcome, from, to);
  }

  private Operation append(String value, long from, long to) {
    return append(value, Outcome.OK, from, to);
  }

  private Operation read(long from, long to, String... seen) {
    return operation(Action.READ, "", List.of(seen), Outcome.OK, from, to);
  }

  private Operation operation(
      Action action, String value, List<String> seen, Outcome outcome, long from, long to) {
    int id = ++ids;
    return new Operation(id, "c" + id, "db1", action, "x", "", value, seen, outcome, from, to);
  }

  private static String found(Operation... operations) {
    List<Violation> all = Appends.check(List.of(operations));
    return all.isEmpty() ? "" : all.get(0).what();
  }

  @Test
  void aRightHistoryIsNotAccused() {
    assertThat(found(append("a", 0, 1), append("b", 2, 3), read(4, 5, "a", "b"))).isEmpty();
    assertThat(found(append("a", 0, 9), append("b", 1, 9), read(2, 3, "b"), read(10, 11, "b", "a")))
        .as("two under way together may come in either order")
        .isEmpty();
    assertThat(found(append("a", Outcome.UNKNOWN, 0, 1), read(2, 3), read(4, 5, "a"))).isEmpty();
  }

  @Test
  void eachKindOfWrongIsNamed() {
    assertThat(found(append("a", 0, 1), read(2, 3))).startsWith("acknowledged, and not there");
    assertThat(found(append("a", 0, 1), read(2, 3, "a", "a"))).contains("there twice");
    assertThat(found(read(2, 3, "a"))).startsWith("nobody appended");
    assertThat(found(append("a", Outcome.REFUSED, 0, 1), read(2, 3, "a"))).startsWith("refused");
    assertThat(found(read(0, 1, "a"), append("a", 2, 3))).startsWith("read before");
    assertThat(found(append("a", 0, 9), append("b", 0, 9), read(1, 2, "a"), read(3, 4, "b", "a")))
        .contains("disagree");
    assertThat(found(append("a", 0, 9), read(1, 2, "a"), read(3, 4))).contains("shows less");
    assertThat(found(append("a", 0, 1), append("b", 2, 3), read(4, 5, "b", "a")))
        .startsWith("appended first, and behind");
  }

  @Test
  void tenThousandOperationsTakeSecondsAndOneLossIsFound() {
    List<Operation> history = new ArrayList<>();
    List<String> list = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      if (i % 100 == 99) {
        history.add(read(2 * i, 2 * i + 1, list.toArray(String[]::new)));
      } else {
        list.add("v" + i);
        history.add(append("v" + i, 2 * i, 2 * i + 1));
      }
    }
    assertThat(Appends.check(history)).isEmpty();
    list.remove(4_000);
    history.add(read(30_000, 30_001, list.toArray(String[]::new)));
    assertThat(Appends.check(history)).hasSize(1);
    assertThat(Appends.check(history).get(0).operations()).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void touchingIsNotBefore() {
    assertThat(found(append("a", 0, 2), read(2, 3))).as("it ended when the read began").isEmpty();
    assertThat(found(append("a", 0, 1), append("b", 1, 2), read(3, 4, "b", "a")))
        .as("the second began when the first ended")
        .isEmpty();
    assertThat(found(append("a", 0, 9), read(1, 3, "a"), read(3, 4))).isEmpty();
  }

  @Test
  void anOperationNeverPrecedesOneThatEndedBeforeIt() {
    assertThat(
            found(
                append("a", 0, 9),
                append("c", 5, 9),
                append("b", 1, 3),
                read(10, 11, "c", "a", "b")))
        .as("b had ended when c began, with a between them")
        .startsWith("appended first, and behind: b");
    assertThat(found(append("a", 0, 9), read(1, 2), read(2, 4, "a"), read(3, 4), read(5, 6)))
        .as("of the reads that have ended, the longest counts")
        .contains("shows less");
  }

  @Test
  void aReadWithoutAnAnswerSaysNothing() {
    Operation unknown = operation(Action.READ, "", List.of("x"), Outcome.UNKNOWN, 5, 6);
    assertThat(found(append("a", 0, 1), unknown)).isEmpty();
    assertThat(found(append("a", Outcome.REFUSED, 0, 1), read(2, 3)))
        .as("what was refused is not missed")
        .isEmpty();
  }

  @Test
  void theSameTwiceIsNotLessAndTheLongestReadTellsTheOrder() {
    assertThat(found(append("a", 0, 1), read(2, 3, "a"), read(4, 5, "a"))).isEmpty();
    assertThat(found(read(0, 1), append("a", 0, 1), append("b", 2, 3), read(4, 5, "b", "a")))
        .startsWith("appended first, and behind");
    assertThat(found(read(0, 1), read(2, 3, "")))
        .as("an empty value, which only a read has")
        .startsWith("nobody appended");
  }
}

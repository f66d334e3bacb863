package scalebook.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scalebook.lab.history.Operation.Action;
import scalebook.lab.history.Operation.Outcome;

class SessionsTest {
  private int ids;

  @Test
  void aSessionReadsItsOwnWritesAndNeverGoesBack() {
    Operation five = one(Action.WRITE, "5", 0);
    Operation nine = one(Action.READ, "9", 4);
    assertThat(Sessions.check(List.of(five, one(Action.READ, "5", 2), nine), Long::parseLong))
        .isEmpty();
    assertThat(Sessions.check(List.of(five, one(Action.READ, "4", 2)), Long::parseLong))
        .get()
        .matches(v -> v.what().contains("its own write"));
    assertThat(Sessions.check(List.of(nine, one(Action.READ, "8", 6)), Long::parseLong))
        .get()
        .matches(v -> v.what().contains("shows less"));
  }

  private Operation one(Action action, String value, long at) {
    boolean isRead = action == Action.READ;
    return new Operation(
        ++ids,
        "ada",
        "db1",
        action,
        "x",
        "",
        isRead ? "" : value,
        isRead ? List.of(value) : List.of(),
        Outcome.OK,
        at,
        at + 1);
  }

  @Test
  void whatIsEqualOrAnothersIsNotLess() {
    Operation five = one(Action.WRITE, "5", 0);
    assertThat(
            Sessions.check(
                List.of(five, one(Action.READ, "5", 2), one(Action.WRITE, "3", 4)),
                Long::parseLong))
        .as("the same again, and an older write")
        .isEmpty();
    Operation other =
        new Operation(99, "bob", "db1", Action.READ, "x", "", "", List.of("4"), Outcome.OK, 2, 3);
    assertThat(Sessions.check(List.of(five, other), Long::parseLong)).as("bob's read").isEmpty();
    Operation unknown =
        new Operation(
            98, "ada", "db1", Action.READ, "x", "", "", List.of("4"), Outcome.UNKNOWN, 2, 3);
    assertThat(Sessions.check(List.of(five, unknown), Long::parseLong)).isEmpty();
    Operation nothing =
        new Operation(97, "ada", "db1", Action.READ, "x", "", "", List.of(), Outcome.OK, 2, 3);
    assertThat(Sessions.check(List.of(five, nothing), Long::parseLong))
        .as("no value is older than all")
        .isPresent();
    Operation three = one(Action.WRITE, "3", 2);
    assertThat(Sessions.check(List.of(five, three, one(Action.READ, "4", 4)), Long::parseLong))
        .as("its newest write counts, not its last")
        .isPresent();
  }
}

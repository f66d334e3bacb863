package scalebook.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import scalebook.lab.history.Operation.Action;
import scalebook.lab.history.Operation.Outcome;

/** The search against its definition, quickly. */
class LinearizationTest {
  private int ids;

  private Operation operation(
      Action action, String expected, String value, Outcome outcome, long from, long to) {
    boolean read = action == Action.READ;
    List<String> seen = read && !value.isEmpty() ? List.of(value) : List.of();
    int id = ++ids;
    return new Operation(
        id, "c" + id, "db1", action, "x", expected, read ? "" : value, seen, outcome, from, to);
  }

  private Operation write(String value, long from, long to) {
    return operation(Action.WRITE, "", value, Outcome.OK, from, to);
  }

  private Operation read(String value, long from, long to) {
    return operation(Action.READ, "", value, Outcome.OK, from, to);
  }

  private List<Operation> small(Random random) {
    List<Operation> history = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long from = 2L * random.nextInt(10);
      long to = from + 1 + 2L * random.nextInt(8);
      Action action =
          List.of(Action.READ, Action.READ, Action.WRITE, Action.CAS).get(random.nextInt(4));
      String value = List.of("", "v0", "v1", "v2").get(random.nextInt(4));
      boolean lost = action != Action.READ && random.nextInt(4) == 0;
      history.add(
          operation(
              action,
              action == Action.CAS ? "v" + random.nextInt(3) : "",
              action == Action.READ ? value : "v" + i,
              lost ? Outcome.UNKNOWN : Outcome.OK,
              from,
              to));
    }
    return history;
  }

  /** All orders: what has no answer may come at any time after its start, or never. */
  private static boolean anyOrder(List<Operation> left, String value) {
    if (left.stream().noneMatch(Operation::isOk)) {
      return true;
    }
    for (Operation each : left) {
      boolean first = left.stream().noneMatch(other -> other.before(each));
      boolean fits =
          switch (each.action()) {
            case READ -> String.join("", each.seen()).equals(value);
            case CAS -> each.expected().equals(value);
            default -> true;
          };
      if (first && fits) {
        List<Operation> rest = new ArrayList<>(left);
        rest.remove(each);
        if (anyOrder(rest, each.isRead() ? value : each.value())) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void itSaysWhatEveryOrderSays() {
    int wrong = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      List<Operation> history = small(new Random(seed));
      boolean explained = anyOrder(history, "");
      assertThat(Linearization.exists(history))
          .as("seed %d: %s", seed, history)
          .isEqualTo(explained);
      wrong += explained ? 0 : 1;
    }
    assertThat(wrong).as("wrong ones of 2,000").isBetween(500, 1_900);
  }

  @Test
  void atTheSameInstantTwoAreUnderWayTogether() {
    assertThat(Linearization.exists(List.of(write("a", 0, 5), read("", 5, 9))))
        .as("the read begins when the write ends")
        .isTrue();
    assertThat(Linearization.exists(List.of(write("a", 0, 5), read("", 6, 9)))).isFalse();
  }

  /** Twelve writes at once have 479 million orders: what was tried is remembered. */
  @Test
  @Timeout(20)
  void whatWasTriedIsNotTriedAgain() {
    List<Operation> history = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      history.add(write("v" + i, 0, 100));
    }
    history.add(read("never", 200, 201));
    assertThat(Linearization.exists(history)).isFalse();
  }

  @Test
  void nothingAtAllIsExplained() {
    assertThat(Linearization.exists(List.of())).isTrue();
    assertThat(
            Linearization.exists(
                List.of(operation(Action.CAS, "z", "a", Outcome.UNKNOWN, 0, 1), read("", 5, 6))))
        .as("a write that nobody saw need not have been")
        .isTrue();
  }
}

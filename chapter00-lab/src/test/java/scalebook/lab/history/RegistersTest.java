package scalebook.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import scalebook.lab.history.Operation.Action;
import scalebook.lab.history.Operation.Outcome;

class RegistersTest {
  private int ids;

  private Operation operation(Action action, String value, Outcome outcome, long from, long to) {
    boolean read = action == Action.READ;
    int id = ++ids;
    return new Operation(
        id,
        "c" + id,
        "db1",
        action,
        "x",
        "",
        read ? "" : value,
        read && !value.isEmpty() ? List.of(value) : List.of(),
        outcome,
        from,
        to);
  }

  private Operation write(String value, long from, long to) {
    return operation(Action.WRITE, value, Outcome.OK, from, to);
  }

  private Operation read(String value, long from, long to) {
    return operation(Action.READ, value, Outcome.OK, from, to);
  }

  private static Optional<Violation> check(Operation... operations) {
    return Registers.check(List.of(operations));
  }

  @Test
  void aReadAfterAnAcknowledgedWriteShowsIt() {
    assertThat(check(write("a", 0, 1), read("a", 2, 3))).isEmpty();
    assertThat(check(write("a", 0, 1), read("", 2, 3))).isPresent();
    assertThat(check(write("a", 0, 1), write("b", 2, 3), read("a", 4, 5))).isPresent();
  }

  @Test
  void whileAWriteIsUnderWayBothAnswersAreRight() {
    assertThat(check(write("a", 0, 10), read("", 1, 2), read("a", 3, 4))).isEmpty();
    assertThat(check(write("a", 0, 10), read("a", 1, 2), read("", 3, 4)))
        .as("but not the new one first and then the old one")
        .isPresent();
  }

  @Test
  void aWriteWithoutAnAnswerMayHappenAtAnyTimeOrNever() {
    Operation lost = operation(Action.WRITE, "a", Outcome.UNKNOWN, 0, 1);
    assertThat(check(lost, read("", 5, 6), read("a", 7, 8))).isEmpty();
    assertThat(check(lost, read("", 5, 6))).isEmpty();
    assertThat(check(lost, read("a", 5, 6), read("", 7, 8))).isPresent();
  }

  @Test
  void whatWasRefusedIsNeverSeen() {
    assertThat(check(operation(Action.WRITE, "a", Outcome.REFUSED, 0, 1), read("a", 2, 3)))
        .isPresent();
  }

  @Test
  void onlyOneOfTwoCompareAndSetsSucceeds() {
    Operation a = write("a", 0, 1);
    assertThat(check(a, cas("a", "b", 2, 9), cas("b", "c", 3, 9))).isEmpty();
    assertThat(check(a, cas("a", "b", 2, 9), cas("a", "c", 3, 9))).isPresent();
  }

  private Operation cas(String expected, String value, long from, long to) {
    int id = ++ids;
    return new Operation(
        id, "c" + id, "db1", Action.CAS, "x", expected, value, List.of(), Outcome.OK, from, to);
  }

  /** One register, and clients whose operations take effect at a moment between start and end. */
  private List<Operation> correct(Random random, int count, int clients) {
    record Begun(Operation operation, long moment) {}
    List<Begun> begun = new ArrayList<>();
    long[] free = new long[clients];
    for (int i = 0; i < count; i++) {
      int client = random.nextInt(clients);
      long start = free[client] + random.nextInt(20);
      long end = start + 2 + random.nextInt(60);
      free[client] = end + 1;
      boolean isRead = random.nextBoolean();
      Outcome outcome = !isRead && random.nextInt(10) == 0 ? Outcome.UNKNOWN : Outcome.OK;
      Operation operation =
          new Operation(
              i,
              "c" + client,
              "db1",
              isRead ? Action.READ : Action.WRITE,
              "x",
              "",
              isRead ? "" : "v" + i,
              List.of(),
              outcome,
              start,
              end);
      begun.add(new Begun(operation, start + 1 + random.nextInt((int) (end - start - 1))));
    }
    begun.sort(Comparator.comparingLong(Begun::moment));
    List<Operation> history = new ArrayList<>();
    String value = "";
    for (Begun each : begun) {
      Operation o = each.operation;
      boolean happens = o.isOk() || random.nextBoolean();
      value = !o.isRead() && happens ? o.value() : value;
      history.add(o.isRead() && !value.isEmpty() ? seeing(o, value) : o);
    }
    return history;
  }

  private static Operation seeing(Operation o, String value) {
    return new Operation(
        o.id(),
        o.client(),
        o.node(),
        o.action(),
        o.key(),
        o.expected(),
        o.value(),
        List.of(value),
        o.outcome(),
        o.startNanos(),
        o.endNanos());
  }

  @Test
  void aCorrectRegisterIsNeverAccused() {
    for (int seed = 0; seed < 300; seed++) {
      assertThat(Registers.check(correct(new Random(seed), 60, 6))).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  void tenThousandOperationsTakeSeconds() {
    List<Operation> history = correct(new Random(1), 10_000, 10);
    assertThat(Registers.check(history)).isEmpty();
    int at =
        IntStream.range(5_000, 10_000).filter(i -> history.get(i).isRead()).findFirst().getAsInt();
    history.set(
        at, seeing(history.get(at), history.get(10).isRead() ? "v0" : history.get(10).value()));
    Violation violation = Registers.check(history).orElseThrow();
    assertThat(violation.operations()).as("%s", violation).hasSizeLessThan(8);
  }

  /** Against trying every order: small histories of three values, most of them wrong. */
  @Test
  void itSaysWhatEveryOrderSays() {
    int wrong = 0;
    for (int seed = 0; seed < 3_000; seed++) {
      Random random = new Random(seed);
      List<Operation> history = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        long from = random.nextInt(12);
        long to = from + 1 + random.nextInt(8);
        Action action = random.nextBoolean() ? Action.READ : Action.WRITE;
        String value =
            action == Action.READ ? List.of("", "v0", "v1", "v2").get(random.nextInt(4)) : "v" + i;
        history.add(operation(action, value, Outcome.OK, 2 * from, 2 * to + 1));
      }
      boolean explained = anyOrder(new ArrayList<>(history), "");
      assertThat(Registers.check(history).isEmpty())
          .as("seed %d: %s", seed, history)
          .isEqualTo(explained);
      wrong += explained ? 0 : 1;
    }
    assertThat(wrong).as("wrong ones of 3,000").isBetween(500, 2_500);
  }

  private static boolean anyOrder(List<Operation> left, String value) {
    if (left.isEmpty()) {
      return true;
    }
    for (Operation each : left) {
      boolean first = left.stream().noneMatch(other -> other.before(each));
      boolean fits = !each.isRead() || String.join("", each.seen()).equals(value);
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
  void aViolationIsSmallAndNothingOfItCanBeLeftOut(@TempDir Path folder) throws Exception {
    List<Operation> history = correct(new Random(4), 200, 5);
    long end = history.stream().mapToLong(Operation::endNanos).max().orElseThrow();
    history.add(write("new", end + 1, end + 2));
    String old = history.stream().filter(o -> !o.isRead()).findFirst().orElseThrow().value();
    history.add(read(old, end + 3, end + 4));
    Violation violation = Registers.check(history).orElseThrow();
    List<Operation> few = violation.operations();
    assertThat(few).hasSizeLessThanOrEqualTo(4);
    for (Operation each : few) {
      List<Operation> fewer = new ArrayList<>(few);
      fewer.remove(each);
      boolean writer = few.stream().anyMatch(o -> o.seen().contains(each.value()));
      assertThat(writer || Registers.check(fewer).isEmpty()).as("without %s", each).isTrue();
    }
    Path picture = folder.resolve("violation.svg");
    violation.draw(picture);
    assertThat(Files.readString(picture)).contains("write x=new").endsWith("</svg>\n");
  }

  @Test
  void aHistoryIsKeptAsLines(@TempDir Path folder) throws Exception {
    History history = new History();
    history.write("ada", "db1", "x", "1").ok();
    history.read("bob", "db2", "x").ok(List.of("1"));
    history.append("ada", "db1", "y", "2").unknown();
    history.cas("bob", "db1", "x", "1", "3").refused();
    Path file = folder.resolve("history.jsonl");
    history.write(file);
    assertThat(Files.readAllLines(file)).hasSize(4);
    assertThat(History.read(file)).isEqualTo(history.operations());
  }
}

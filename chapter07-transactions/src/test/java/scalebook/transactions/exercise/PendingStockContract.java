package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.transactions.exercise.PendingStock.Row;
import scalebook.transactions.exercise.PendingStock.Table;

abstract class PendingStockContract extends Contract {
  interface Answer {
    boolean reserve(String saga, int amount) throws IOException;

    void confirm(String saga) throws IOException;

    void cancel(String saga) throws IOException;

    int free() throws IOException;
  }

  Answer answer(Table table) {
    return answer(Answer.class, PendingStock.class, table);
  }

  private interface Call {
    void run() throws IOException;
  }

  private static final int NEVER = -1;
  private static final int MOST_CALLS = 10_000;

  private Row row;
  private int calls;
  private int silentAtCall = NEVER;
  private boolean doneInSilence;
  private int meanwhileAtCall = NEVER;
  private Call meanwhile;

  private Answer sagas() {
    return answer(
        new Table() {
          @Override
          public Row get() throws IOException {
            called();
            return row;
          }

          @Override
          public boolean replace(Row seen, Row next) throws IOException {
            boolean silent = called();
            boolean same = row.equals(seen);
            if (same && (!silent || doneInSilence)) {
              row = next;
            }
            if (silent) {
              throw new IOException("no answer");
            }
            return same;
          }
        });
  }

  /** True when this call gets no answer. */
  private boolean called() throws IOException {
    int call = calls++;
    assertThat(call).as("calls of the table: it turns in a circle").isLessThan(MOST_CALLS);
    if (call == meanwhileAtCall) {
      meanwhile.run();
    }
    return call == silentAtCall;
  }

  private Answer stock(int stock) {
    row = new Row(stock, Map.of(), Map.of());
    calls = 0;
    silentAtCall = NEVER;
    meanwhileAtCall = NEVER;
    return sagas();
  }

  private void is(int stock, Map<String, Integer> pending, String why) {
    assertThat(row.stock()).as("stock %s", why).isEqualTo(stock);
    assertThat(row.pending()).as("pending %s", why).isEqualTo(pending);
  }

  @Test
  @Order(1)
  void whatIsReservedIsPending() throws IOException {
    for (int stock : new int[] {5, 12, 1}) {
      Answer sagas = stock(stock);
      assertThat(sagas.reserve("a", stock + 1)).as("one more than there are").isFalse();
      assertThat(sagas.free()).as("free, after a refusal").isEqualTo(stock);
      assertThat(sagas.reserve("b", stock)).as("all that are there").isTrue();
      is(stock, Map.of("b", stock), "after b has reserved all");
      assertThat(sagas.free()).as("free").isZero();
      assertThat(sagas.reserve("c", 1)).as("all are pending for b").isFalse();
    }
  }

  @Test
  @Order(2)
  void aConfirmTakesAndACancelSetsFree() throws IOException {
    Answer sagas = stock(5);
    sagas.reserve("a", 3);
    sagas.reserve("b", 2);
    sagas.confirm("a");
    is(2, Map.of("b", 2), "after a is confirmed");
    sagas.cancel("b");
    is(2, Map.of(), "after b is cancelled");
    assertThat(sagas.reserve("c", 2)).as("2 of 2").isTrue();
    assertThat(row.ended()).as("how they ended").isEqualTo(Map.of("a", true, "b", false));
    for (int i = 0; i < 20; i++) {
      sagas.cancel("other " + i);
    }
    assertThat(sagas.reserve("b", 1)).as("b is cancelled, and so are twenty since").isFalse();
  }

  @Test
  @Order(3)
  void eachCallMayComeTwice() throws IOException {
    Answer sagas = stock(5);
    assertThat(sagas.reserve("a", 2)).isTrue();
    assertThat(sagas.reserve("a", 2)).as("a asks again, and has them").isTrue();
    assertThat(sagas.reserve("a", 1)).as("a asks for fewer, and has them").isTrue();
    is(5, Map.of("a", 2), "after a has asked three times");
    sagas.confirm("a");
    sagas.confirm("a");
    is(3, Map.of(), "after a was confirmed twice");
    assertThat(sagas.reserve("a", 2)).as("a asks again, and had them").isTrue();
    sagas.reserve("b", 1);
    sagas.cancel("b");
    sagas.cancel("b");
    is(3, Map.of(), "after b was cancelled twice");
  }

  @Test
  @Order(4)
  void whoWasRefusedMayAskAgain() throws IOException {
    Answer sagas = stock(5);
    sagas.reserve("a", 4);
    assertThat(sagas.reserve("b", 2)).as("2 of 1").isFalse();
    sagas.cancel("a");
    assertThat(sagas.reserve("b", 2)).as("b asks again, and 5 are free").isTrue();
  }

  @Test
  @Order(5)
  void whoIsCancelledStaysSo() throws IOException {
    Answer sagas = stock(5);
    sagas.cancel("early");
    assertThat(sagas.reserve("early", 1))
        .as("its cancel has overtaken it: nobody would ever end what it reserves now")
        .isFalse();
    sagas.reserve("a", 1);
    sagas.cancel("a");
    assertThat(sagas.reserve("a", 1)).as("its reserve comes once more, late").isFalse();
    is(5, Map.of(), "after two late ones");
  }

  @Test
  @Order(6)
  void mistakesAreRefused() throws IOException {
    Answer sagas = stock(5);
    sagas.reserve("confirmed", 2);
    sagas.confirm("confirmed");
    sagas.cancel("cancelled");
    for (String never : List.of("unknown", "cancelled")) {
      assertThat(Thrown.by(() -> sagas.confirm(never)))
          .as("confirm of one that is %s", never)
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(Thrown.by(() -> sagas.cancel("confirmed")))
        .as("cancel of one that is confirmed")
        .isInstanceOf(IllegalStateException.class);
    is(3, Map.of(), "after three mistakes");
  }

  /** Whatever another saga does between two calls of the table, both have their effect. */
  @Test
  @Order(7)
  void anotherSagaComesBetweenAnyTwoCalls() throws IOException {
    for (int call = 0; call < 6; call++) {
      for (String own : List.of("reserve", "confirm", "cancel")) {
        for (String others : List.of("reserve", "confirm", "cancel")) {
          Answer sagas = stock(10);
          sagas.reserve("other", 1);
          if (!own.equals("reserve")) {
            sagas.reserve("own", 3);
          }
          meanwhileAtCall = calls + call;
          meanwhile = () -> act(others, others.equals("reserve") ? "late" : "other");
          act(own, "own");
          String when = own + " of 3, while before call " + call + " another one: " + others;
          boolean other = meanwhileAtCall < calls && !others.equals("reserve");
          assertThat(row.pending().containsKey("other")).as(when).isEqualTo(!other);
          assertThat(row.pending().containsKey("late"))
              .as(when)
              .isEqualTo(meanwhileAtCall < calls && others.equals("reserve"));
          assertThat(row.pending().containsKey("own")).as(when).isEqualTo(own.equals("reserve"));
          int taken = (own.equals("confirm") ? 3 : 0) + (other && others.equals("confirm") ? 1 : 0);
          assertThat(row.stock()).as("stock; %s", when).isEqualTo(10 - taken);
        }
      }
    }
  }

  private void act(String what, String saga) throws IOException {
    switch (what) {
      case "reserve" -> assertThat(sagas().reserve(saga, 3)).as("reserve of " + saga).isTrue();
      case "confirm" -> sagas().confirm(saga);
      default -> sagas().cancel(saga);
    }
  }

  @Test
  @Order(8)
  void theLastOneIsReservedOnce() throws IOException {
    for (int call = 0; call < 4; call++) {
      Answer sagas = stock(4);
      boolean[] other = new boolean[1];
      meanwhileAtCall = call;
      meanwhile = () -> other[0] = sagas().reserve("other", 3);
      boolean own = sagas.reserve("own", 3);
      assertThat(row.pending().values().stream().mapToInt(i -> i).sum())
          .as("pending of 4, when two want 3 each, the second before call %d", call)
          .isEqualTo(3);
      assertThat(own).as("told true, and has them").isEqualTo(row.pending().containsKey("own"));
      assertThat(other[0]).isEqualTo(row.pending().containsKey("other"));
    }
  }

  @Test
  @Order(9)
  void noAnswerIsSaidAndTheCallRepeated() throws IOException {
    for (boolean done : new boolean[] {true, false}) {
      for (String what : List.of("reserve", "confirm", "cancel")) {
        Answer sagas = stock(10);
        if (!what.equals("reserve")) {
          sagas.reserve("own", 3);
        }
        silentAtCall = calls + 1;
        doneInSilence = done;
        assertThat(Thrown.by(() -> act(what, "own")))
            .as("%s, when the table does not answer: nobody knows whether it was done", what)
            .hasMessage("no answer");
        act(what, "own");
        is(
            what.equals("confirm") ? 7 : 10,
            what.equals("reserve") ? Map.of("own", 3) : Map.of(),
            "after %s was repeated; at first it was done: %s".formatted(what, done));
      }
    }
  }

  @Test
  @Order(10)
  void manySagasLeaveNothingBehind() throws IOException {
    Random random = new Random(5);
    Answer sagas = stock(500);
    int taken = 0;
    for (int saga = 0; saga < 300; saga++) {
      String name = "s" + saga;
      int amount = 1 + random.nextInt(4);
      meanwhileAtCall = calls + random.nextInt(4);
      meanwhile = () -> sagas().cancel("x" + name);
      if (sagas.reserve(name, amount) && random.nextBoolean()) {
        sagas.confirm(name);
        taken += amount;
      } else {
        sagas.cancel(name);
      }
    }
    is(500 - taken, Map.of(), "after 300 sagas that have all ended");
  }
}

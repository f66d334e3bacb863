package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.transactions.exercise.SagaRunner.End;
import scalebook.transactions.exercise.SagaRunner.Journal;
import scalebook.transactions.exercise.SagaRunner.Refused;
import scalebook.transactions.exercise.SagaRunner.Step;

abstract class SagaRunnerContract extends Contract {
  interface Answer {
    End run(List<Step> steps, Journal journal);
  }

  Answer answer() {
    return answer(Answer.class, SagaRunner.class);
  }

  /** The power fails, and stays off: whoever catches this can do nothing any more. */
  private static final class PowerFails extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final int NOBODY = -1;
  private static final int EVENTS = 3_000;

  private final List<String> journal = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();

  /** How many entries the journal had at each call. */
  private final List<Integer> written = new ArrayList<>();

  private boolean[] done;
  private boolean[] undone;
  private int refusing = NOBODY;
  private int silent = NOBODY;
  private int silentBack = NOBODY;
  private int room = Integer.MAX_VALUE;
  private int eventsLeft = Integer.MAX_VALUE;

  private void tick() {
    if (eventsLeft-- <= 0) {
      throw new PowerFails();
    }
  }

  private Journal disk() {
    return new Journal() {
      @Override
      public List<String> entries() {
        return List.copyOf(journal);
      }

      @Override
      public void write(String entry) {
        tick();
        if (journal.size() >= room) {
          throw new IllegalStateException("the disk is full");
        }
        journal.add(entry);
        tick();
      }
    };
  }

  private void called(String call) {
    tick();
    calls.add(call);
    written.add(journal.size());
  }

  private Step step(int step) {
    return new Step() {
      @Override
      public void act() throws Refused {
        called("act " + step);
        if (step == silent) {
          silent = NOBODY;
          throw new IllegalStateException("no answer");
        }
        if (step == refusing || undone[step]) {
          throw new Refused();
        }
        done[step] = true;
        tick();
      }

      @Override
      public void compensate() {
        called("compensate " + step);
        if (step == silentBack) {
          silentBack = NOBODY;
          throw new IllegalStateException("no answer");
        }
        done[step] = false;
        undone[step] = true;
        tick();
      }
    };
  }

  /** A new saga of so many steps, with an empty journal. */
  private List<Step> saga(int steps) {
    journal.clear();
    calls.clear();
    written.clear();
    done = new boolean[steps];
    undone = new boolean[steps];
    return IntStream.range(0, steps).mapToObj(this::step).toList();
  }

  private static List<String> expected(int steps, int refusing) {
    return refusing == NOBODY
        ? IntStream.range(0, steps).mapToObj(i -> "act " + i).toList()
        : Stream.concat(
                IntStream.rangeClosed(0, refusing).mapToObj(i -> "act " + i),
                IntStream.rangeClosed(0, refusing).mapToObj(i -> "compensate " + (refusing - i)))
            .toList();
  }

  @Test
  @Order(1)
  void stepsAreTakenInOrder() {
    for (int steps : new int[] {4, 1, 12, 0}) {
      assertThat(answer().run(saga(steps), disk())).isEqualTo(End.COMPLETED);
      assertThat(calls).as("calls for %d steps", steps).isEqualTo(expected(steps, NOBODY));
    }
  }

  @Test
  @Order(2)
  void aRefusalUndoesWhatWasDoneBackward() {
    for (refusing = 0; refusing < 4; refusing++) {
      assertThat(answer().run(saga(4), disk())).isEqualTo(End.COMPENSATED);
      assertThat(calls)
          .as(
              "after step %d has refused: that one first, for it may have been done, then the"
                  + " others backward; those that were not begun are left alone",
              refusing)
          .isEqualTo(expected(4, refusing));
    }
  }

  @Test
  @Order(3)
  void beforeEachCallItsIntentIsWritten() {
    for (refusing = NOBODY; refusing < 4; refusing++) {
      answer().run(saga(4), disk());
      for (int call = 0; call < calls.size(); call++) {
        assertThat(written.get(call))
            .as(
                "entries in the journal at call %d of %s: one more than at the call before, for"
                    + " what the journal does not announce a crash makes forgotten",
                call, calls)
            .isGreaterThan(call == 0 ? 0 : written.get(call - 1));
      }
    }
  }

  @Test
  @Order(4)
  void whatCannotBeWrittenIsNotDone() {
    refusing = 1;
    for (room = 0; room < 5; room++) { // do 0, do 1, undo 1, undo 0, the end
      List<Step> steps = saga(3);
      assertThat(Thrown.by(() -> answer().run(steps, disk()))).hasMessage("the disk is full");
      assertThat(calls.size()).as("calls, with %d entries", room).isLessThanOrEqualTo(room);
    }
  }

  @Test
  @Order(4)
  void aSagaThatIsOverIsNotTouchedAgain() {
    for (refusing = NOBODY; refusing < 4; refusing++) {
      List<Step> steps = saga(4);
      End end = answer().run(steps, disk());
      calls.clear();
      assertThat(answer().run(steps, disk())).as("what the next runner says").isEqualTo(end);
      assertThat(calls).as("calls of a runner that finds a saga that is %s", end).isEmpty();
    }
  }

  @Test
  @Order(5)
  void oneRunnerRunsManySagas() {
    Answer runner = answer();
    refusing = 1;
    silentBack = 1;
    List<Step> first = saga(3);
    Thrown.by(() -> runner.run(first, disk()));
    assertThat(runner.run(first, disk())).as("goes on").isEqualTo(End.COMPENSATED);
    refusing = NOBODY;
    assertThat(runner.run(saga(3), disk()))
        .as("the next saga of the same runner: what a saga needs is in its journal")
        .isEqualTo(End.COMPLETED);
    assertThat(calls).isEqualTo(expected(3, NOBODY));
  }

  @Test
  @Order(6)
  void aMissingAnswerIsNoRefusal() {
    List<Step> steps = saga(3);
    silent = 1;
    assertThat(Thrown.by(() -> answer().run(steps, disk())))
        .as("a step threw something else than Refused: nobody knows, so the caller must hear it")
        .hasMessage("no answer");
    assertThat(calls).as("calls until then").containsExactly("act 0", "act 1");
    assertThat(answer().run(steps, disk())).as("the next runner").isEqualTo(End.COMPLETED);
    assertThat(done).as("done in the end").containsExactly(true, true, true);
  }

  @Test
  @Order(7)
  void aCompensationWithoutAnAnswerIsRepeated() {
    for (silentBack = 0; silentBack < 3; ) {
      int silentAt = silentBack;
      List<Step> steps = saga(3);
      refusing = 2;
      assertThat(Thrown.by(() -> answer().run(steps, disk())))
          .as("compensation %d threw: it is not undone, and the caller must hear it", silentAt)
          .hasMessage("no answer");
      assertThat(answer().run(steps, disk())).as("the next runner").isEqualTo(End.COMPENSATED);
      assertThat(done).as("done in the end").containsExactly(false, false, false);
      assertThat(undone).as("undone, the silent one at the second try").containsOnly(true);
      silentBack = silentAt + 1;
    }
    silentBack = NOBODY;
  }

  /** Wherever the power fails, and again wherever it fails while the second one goes on. */
  @Test
  @Order(8)
  void anotherRunnerGoesOnWhereverTheFirstOneDied() {
    for (refusing = NOBODY; refusing < 4; refusing++) {
      for (int first = 0; first < 40; first++) {
        for (int second = 0; second < 40; second += 3) {
          goesOn(4, first, second);
        }
      }
    }
  }

  @Test
  @Order(9)
  void aSagaOfMoreThanTenStepsRuns() {
    for (refusing = NOBODY; refusing < 12; refusing += 6) {
      for (int first = 0; first < 100; first++) {
        goesOn(12, first, 7);
      }
    }
  }

  private void goesOn(int size, int first, int second) {
    List<Step> steps = saga(size);
    End end = runWithFailures(steps, first, second);
    boolean completed = end == End.COMPLETED;
    String when =
        "refusing step %d, power fails after %d and %d events, calls %s, journal %s"
            .formatted(refusing, first, second, calls, journal);
    assertThat(completed).as("completed, %s", when).isEqualTo(refusing == NOBODY);
    for (int i = 0; i < size; i++) {
      assertThat(done[i])
          .as("step %d is done at the end of a saga that is %s; %s", i, end, when)
          .isEqualTo(completed);
    }
    List<String> once = new ArrayList<>();
    for (String call : calls) {
      if (once.isEmpty() || !call.equals(once.get(once.size() - 1))) {
        once.add(call);
      }
    }
    assertThat(once)
        .as("calls, each repeated only right after itself: a runner goes on at the end; %s", when)
        .isEqualTo(expected(size, refusing));
  }

  private End runWithFailures(List<Step> steps, int first, int second) {
    for (int events : new int[] {first, second}) {
      try {
        eventsLeft = events;
        return answer().run(steps, disk());
      } catch (PowerFails dead) {
        // The next one comes.
      } finally {
        eventsLeft = EVENTS;
      }
    }
    return answer().run(steps, disk());
  }
}

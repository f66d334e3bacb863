package scalebook.transactions.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
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

  /** The power fails. */
  private static final class PowerFails extends Error {
    private static final long serialVersionUID = 1;
  }

  private static final int STEPS = 4;
  private final List<String> journal = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private final boolean[] done = new boolean[STEPS];
  private final boolean[] undone = new boolean[STEPS];
  private int refusing = -1;
  private int actionsLeft = Integer.MAX_VALUE;

  private void tick() {
    if (actionsLeft-- == 0) {
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
        journal.add(entry);
        tick();
      }
    };
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      int step = i;
      steps.add(
          new Step() {
            @Override
            public void act() throws Refused {
              tick();
              calls.add("act " + step);
              if (step == refusing || undone[step]) {
                throw new Refused();
              }
              done[step] = true;
              tick();
            }

            @Override
            public void compensate() {
              tick();
              calls.add("compensate " + step);
              done[step] = false;
              undone[step] = true;
              tick();
            }
          });
    }
    return steps;
  }

  private void reset() {
    journal.clear();
    calls.clear();
    for (int i = 0; i < STEPS; i++) {
      done[i] = false;
      undone[i] = false;
    }
  }

  @Test
  @Order(1)
  void stepsAreTakenInOrder() {
    assertThat(answer().run(steps(), disk())).isEqualTo(End.COMPLETED);
    assertThat(calls).containsExactly("act 0", "act 1", "act 2", "act 3");
  }

  @Test
  @Order(2)
  void aRefusalUndoesWhatWasDoneBackward() {
    refusing = 2;
    assertThat(answer().run(steps(), disk())).isEqualTo(End.COMPENSATED);
    assertThat(calls)
        .as("after step 2 has refused: that one first, for it may have been done, then the others")
        .containsExactly("act 0", "act 1", "act 2", "compensate 2", "compensate 1", "compensate 0");
  }

  @Test
  @Order(3)
  void aSagaThatIsOverIsNotTouchedAgain() {
    Answer answer = answer();
    answer.run(steps(), disk());
    calls.clear();
    assertThat(answer.run(steps(), disk())).isEqualTo(End.COMPLETED);
    assertThat(calls).as("calls of a runner that finds a completed saga").isEmpty();
  }

  /** Wherever the power fails, and again wherever it fails while the second one goes on. */
  @Test
  @Order(4)
  void anotherRunnerGoesOnWhereverTheFirstOneDied() {
    for (int refuse = -1; refuse < STEPS; refuse++) {
      for (int first = 0; first < 40; first++) {
        for (int second = 0; second < 40; second += 3) {
          reset();
          refusing = refuse;
          End end = runWithFailures(first, second);
          boolean completed = end == End.COMPLETED;
          String when =
              "refusing step %d, power fails after %d and %d events, calls %s"
                  .formatted(refuse, first, second, calls);
          assertThat(completed).as("completed, %s", when).isEqualTo(refuse < 0);
          for (int i = 0; i < STEPS; i++) {
            assertThat(done[i])
                .as("step %d is done at the end of a saga that is %s; %s", i, end, when)
                .isEqualTo(completed);
          }
        }
      }
    }
  }

  private End runWithFailures(int first, int second) {
    for (int events : new int[] {first, second}) {
      try {
        actionsLeft = events;
        return answer().run(steps(), disk());
      } catch (PowerFails dead) {
        // The next one comes.
      }
    }
    actionsLeft = Integer.MAX_VALUE;
    return answer().run(steps(), disk());
  }

  @Test
  @Order(5)
  void whatWasBegunToBeUndoneIsNeverDoneAgain() {
    for (int events = 0; events < 40; events++) {
      reset();
      refusing = 3;
      runWithFailures(events, Integer.MAX_VALUE);
      int firstUndo = calls.indexOf("compensate 3");
      assertThat(calls.subList(Math.max(firstUndo, 0), calls.size()))
          .as("calls from the first compensation on, power fails after %d events", events)
          .noneMatch(call -> call.startsWith("act"));
    }
  }
}

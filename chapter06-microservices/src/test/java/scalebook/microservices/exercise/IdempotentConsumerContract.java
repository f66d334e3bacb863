package scalebook.microservices.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.microservices.exercise.IdempotentConsumer.Delivery;
import scalebook.microservices.exercise.IdempotentConsumer.Outcome;
import scalebook.microservices.exercise.IdempotentConsumer.Queue;
import scalebook.microservices.exercise.IdempotentConsumer.Store;
import scalebook.microservices.exercise.IdempotentConsumer.Transaction;

abstract class IdempotentConsumerContract extends Contract {
  static final int MOST = 3;

  interface Answer {
    Outcome handle(Delivery delivery, int mostDeliveries, Store store, Queue queue)
        throws Exception;
  }

  Answer answer() {
    return answer(Answer.class, IdempotentConsumer.class);
  }

  /** The power fails. */
  private static final class PowerFails extends Error {
    private static final long serialVersionUID = 1;
  }

  private final List<String> effects = new ArrayList<>();
  private final Set<String> noted = new HashSet<>();
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> aside = new HashSet<>();
  private int stepsLeft = Integer.MAX_VALUE;

  private void tick() {
    if (stepsLeft-- <= 0) { // and it stays off
      throw new PowerFails();
    }
  }

  private Store store() {
    return () ->
        new Transaction() {
          private final List<String> mine = new ArrayList<>();

          @Override
          public boolean done(String job) {
            tick();
            return noted.contains(job);
          }

          @Override
          public void apply(String job) throws Exception {
            tick();
            if (job.startsWith("poison")) {
              throw new Exception("cannot be done");
            }
            mine.add(job);
          }

          @Override
          public void commit() {
            tick();
            effects.addAll(mine);
            noted.addAll(mine);
            tick();
          }
        };
  }

  private Queue queue() {
    return new Queue() {
      @Override
      public void acknowledge(String job) {
        tick();
        acknowledged.add(job);
        tick();
      }

      @Override
      public void aside(String job) {
        tick();
        aside.add(job);
      }
    };
  }

  @Test
  @Order(1)
  void aJobIsDoneAndAcknowledged() throws Exception {
    assertThat(answer().handle(new Delivery("a", 1), MOST, store(), queue()))
        .isEqualTo(Outcome.DONE);
    assertThat(effects).containsExactly("a");
    assertThat(acknowledged).containsExactly("a");
  }

  @Test
  @Order(2)
  void aJobThatComesAgainIsOnlyAcknowledged() throws Exception {
    answer().handle(new Delivery("a", 1), MOST, store(), queue());
    acknowledged.clear();
    assertThat(answer().handle(new Delivery("a", 2), MOST, store(), queue()))
        .isEqualTo(Outcome.DONE_BEFORE);
    assertThat(effects).as("effects of a job that came twice").containsExactly("a");
    assertThat(acknowledged).as("it must not come a third time").containsExactly("a");
  }

  @Test
  @Order(3)
  void aFailedJobIsNotAcknowledged() {
    Throwable thrown =
        Thrown.by(() -> answer().handle(new Delivery("poison", 1), MOST, store(), queue()));
    assertThat(thrown).as("what apply throws").hasMessage("cannot be done");
    assertThat(acknowledged).as("a failed job is delivered again").isEmpty();
    assertThat(effects).isEmpty();
  }

  @Test
  @Order(4)
  void poisonIsSetAside() throws Exception {
    assertThat(answer().handle(new Delivery("poison", MOST + 1), MOST, store(), queue()))
        .isEqualTo(Outcome.ASIDE);
    assertThat(aside).containsExactly("poison");
    assertThat(acknowledged).as("or it comes for ever").containsExactly("poison");
  }

  @Test
  @Order(5)
  void theLastDeliveryIsStillTried() throws Exception {
    assertThat(answer().handle(new Delivery("a", MOST), MOST, store(), queue()))
        .as("the third delivery of three")
        .isEqualTo(Outcome.DONE);
    assertThat(
            Thrown.by(() -> answer().handle(new Delivery("poison", MOST), MOST, store(), queue())))
        .as("the third of three fails: only the next one is beyond them")
        .hasMessage("cannot be done");
    assertThat(aside).isEmpty();
  }

  /** Wherever the power fails the queue delivers again. */
  @Test
  @Order(6)
  void whereverThePowerFailsTheEffectHappensOnce() throws Exception {
    for (int steps = 0; steps < 12; steps++) {
      effects.clear();
      noted.clear();
      acknowledged.clear();
      deliver("a", 1, steps);
      if (!acknowledged.contains("a")) {
        deliver("a", 2, Integer.MAX_VALUE);
      }
      assertThat(effects)
          .as("effects when the power failed after %d steps, and the job came again", steps)
          .containsExactly("a");
    }
  }

  private void deliver(String job, int times, int steps) throws Exception {
    stepsLeft = steps;
    try {
      answer().handle(new Delivery(job, times), MOST, store(), queue());
    } catch (PowerFails dead) {
      // The next one comes.
    } finally {
      stepsLeft = Integer.MAX_VALUE;
    }
  }

  @Test
  @Order(7)
  void thousandsOfJobsAndWorkersThatDie() throws Exception {
    Random random = new Random(11);
    Deque<Delivery> waiting = new ArrayDeque<>();
    for (int i = 0; i < 3_000; i++) {
      waiting.add(new Delivery(i % 500 == 0 ? "poison-" + i : "job-" + i, 1));
    }
    while (!waiting.isEmpty()) {
      Delivery delivery = waiting.poll();
      stepsLeft = random.nextInt(10) == 0 ? random.nextInt(7) : Integer.MAX_VALUE;
      try {
        answer().handle(delivery, 100, store(), queue());
      } catch (PowerFails | Exception again) {
        if (again instanceof scalebook.lab.exercise.Todo todo) {
          throw todo;
        }
      }
      if (!acknowledged.contains(delivery.job())) {
        waiting.add(new Delivery(delivery.job(), delivery.times() + 1));
      }
    }
    assertThat(effects).as("effects: each job once").doesNotHaveDuplicates().hasSize(2_994);
    assertThat(aside).as("jobs that nobody can do").hasSize(6);
  }

  @Test
  @Order(8)
  void anErrorOfTheStoreIsNotHidden() {
    Store broken =
        () -> {
          throw new IllegalStateException("no database");
        };
    assertThat(Thrown.by(() -> answer().handle(new Delivery("a", 1), MOST, broken, queue())))
        .hasMessage("no database");
    assertThat(acknowledged).isEmpty();
  }

  @Test
  @Order(9)
  void poisonIsNotLostWhereverThePowerFails() throws Exception {
    for (int steps = 0; steps < 6; steps++) {
      acknowledged.clear();
      aside.clear();
      deliver("poison", MOST + 1, steps);
      if (!acknowledged.contains("poison")) {
        deliver("poison", MOST + 2, Integer.MAX_VALUE);
      }
      assertThat(aside)
          .as("jobs set aside, when the power failed after %d steps: who finds it else?", steps)
          .containsExactly("poison");
    }
  }

  @Test
  @Order(10)
  void howOftenIsTooOftenIsAsked() throws Exception {
    assertThat(answer().handle(new Delivery("a", 5), 5, store(), queue()))
        .as("the fifth delivery of five")
        .isEqualTo(Outcome.DONE);
    assertThat(answer().handle(new Delivery("b", 2), 1, store(), queue()))
        .as("the second delivery of one")
        .isEqualTo(Outcome.ASIDE);
    assertThat(effects).containsExactly("a");
  }

  @Test
  @Order(11)
  void aFailedCommitIsAFailedDelivery() {
    int[] commits = {0};
    Store broken =
        () -> {
          Transaction real = store().begin();
          return new Transaction() {
            @Override
            public boolean done(String job) {
              return real.done(job);
            }

            @Override
            public void apply(String job) throws Exception {
              real.apply(job);
            }

            @Override
            public void commit() {
              commits[0]++;
              throw new IllegalStateException("no commit");
            }
          };
        };
    assertThat(Thrown.by(() -> answer().handle(new Delivery("a", 1), MOST, broken, queue())))
        .as("what the commit throws")
        .hasMessage("no commit");
    assertThat(commits[0]).as("commits of one job: the first may have been done").isEqualTo(1);
    assertThat(acknowledged).as("nothing was done, so the job must come again").isEmpty();
  }

  @Test
  @Order(12)
  void beyondTheMostNobodyAsksTheStore() throws Exception {
    answer().handle(new Delivery("a", 1), MOST, store(), queue());
    acknowledged.clear();
    Store broken =
        () -> {
          throw new IllegalStateException("no database");
        };
    assertThat(answer().handle(new Delivery("a", MOST + 1), MOST, broken, queue()))
        .as("too often: perhaps it is the store that fails each time, so it is not asked")
        .isEqualTo(Outcome.ASIDE);
    assertThat(aside).containsExactly("a");
    assertThat(acknowledged).as("or it comes for ever").containsExactly("a");
  }
}
